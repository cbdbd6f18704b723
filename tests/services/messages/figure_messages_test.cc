#include "services/messages/figure_messages.h"

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "tests/support/test_catalog.h"

namespace jurimeter::messages {
namespace {

class FigureMessagesTest : public ::testing::Test {
 protected:
  Figure FigureWith(Exact exact, FigureStatus status = FigureStatus::kOk) const {
    return {.indicator = catalog_->FindIndicator("disputes.resolution_rate"),
            .status = status,
            .exact = exact,
            .display = status == FigureStatus::kOk ? "99.38%" : ""};
  }

  v1::QueryYearResponse AnswerWith(std::vector<Figure> figures) const {
    v1::QueryYearResponse response;
    AddFigures(*catalog_, {.figures = std::move(figures), .parts = {}, .breaches = {}}, &response);
    return response;
  }

  v1::Figure MessageOf(const Figure& figure) const { return AnswerWith({figure}).figures(0); }

  const std::shared_ptr<const Catalog> catalog_ = test::TestCatalog();
};

TEST_F(FigureMessagesTest, SaysWhatTheFigureIsOf) {
  const v1::Figure message = MessageOf(FigureWith(RatioParts{1756, 1767}));
  EXPECT_EQ(message.indicator(), "disputes.resolution_rate");
  EXPECT_EQ(message.name_zh(), "化解率");
  EXPECT_EQ(message.section(), "one");
  EXPECT_EQ(message.kind(), v1::INDICATOR_KIND_RATIO);
  EXPECT_EQ(message.rounding(), v1::ROUNDING_HALF_UP);
  EXPECT_EQ(message.status(), v1::FIGURE_STATUS_OK);
  EXPECT_EQ(message.display(), "99.38%");
  EXPECT_FALSE(message.has_compared());
}

TEST_F(FigureMessagesTest, HasTheIntegersAsTheyWereCounted) {
  EXPECT_EQ(MessageOf(FigureWith(int64_t{0})).exact_case(), v1::Figure::kValue);
  EXPECT_EQ(MessageOf(FigureWith(int64_t{7})).value(), 7);
  const v1::Figure ratio = MessageOf(FigureWith(RatioParts{1756, 1767}));
  EXPECT_EQ(ratio.ratio().numerator(), 1756);
  EXPECT_EQ(ratio.ratio().denominator(), 1767);
  const v1::Figure growth = MessageOf(FigureWith(GrowthParts{80, 33, 4, 5}));
  EXPECT_EQ(growth.growth().current(), 80);
  EXPECT_EQ(growth.growth().prior(), 33);
  EXPECT_EQ(growth.growth().current_denominator(), 4);
  EXPECT_EQ(growth.growth().prior_denominator(), 5);
  const v1::Figure rank = MessageOf(FigureWith(RankParts{2, 9}));
  EXPECT_EQ(rank.rank().rank(), 2);
  EXPECT_EQ(rank.rank().of(), 9);
}

TEST_F(FigureMessagesTest, AFigureThatDoesNotExistSaysWhy) {
  const std::pair<FigureStatus, v1::FigureStatus> kCases[] = {
      {FigureStatus::kUndefined, v1::FIGURE_STATUS_UNDEFINED},
      {FigureStatus::kNoData, v1::FIGURE_STATUS_NO_DATA},
      {FigureStatus::kOverflow, v1::FIGURE_STATUS_OVERFLOW},
      {FigureStatus::kNotApplicable, v1::FIGURE_STATUS_NOT_APPLICABLE}};
  for (const auto& [status, expected] : kCases) {
    const v1::Figure message = MessageOf(FigureWith({}, status));
    EXPECT_EQ(message.status(), expected);
    EXPECT_EQ(message.exact_case(), v1::Figure::EXACT_NOT_SET);
    EXPECT_EQ(message.display(), "");
  }
}

TEST_F(FigureMessagesTest, SaysHowItCompares) {
  Figure figure = FigureWith(RatioParts{1756, 1767});
  figure.compared = FigureComparison{.status = FigureStatus::kOk,
                                     .prior = RatioParts{9, 10},
                                     .display = "90%",
                                     .growth_display = "10.42%",
                                     .change_display = "+9.38"};
  const v1::Compared compared = MessageOf(figure).compared();
  EXPECT_EQ(compared.status(), v1::FIGURE_STATUS_OK);
  EXPECT_EQ(compared.ratio().numerator(), 9);
  EXPECT_EQ(compared.ratio().denominator(), 10);
  EXPECT_EQ(compared.display(), "90%");
  EXPECT_EQ(compared.growth_display(), "10.42%");
  EXPECT_EQ(compared.change_display(), "+9.38");
}

TEST_F(FigureMessagesTest, ASectionStandsOnce) {
  const auto response = AnswerWith({FigureWith(int64_t{1}), FigureWith(int64_t{2})});
  EXPECT_EQ(response.figures_size(), 2);
  ASSERT_EQ(response.sections_size(), 1);
  EXPECT_EQ(response.sections(0).title_zh(), "一");
}

TEST_F(FigureMessagesTest, PartsAndBreachesFollow) {
  const RuleSpec rule = {"r1", "不超过", "Not more", {}};
  const PeriodFigures figures = {
      .figures = {FigureWith(int64_t{3})},
      .parts = {{.key = "2023-01", .name_zh = "", .name_en = "", .figures = {FigureWith({})}}},
      .breaches = {{.rule = &rule,
                    .bureau = catalog_->FindBureau("court"),
                    .period = YearPeriod(2023),
                    .numbers = {{"disputes.resolved", "5"}},
                    .text = "5 is more than 4"}}};
  v1::QueryPeriodResponse response;
  AddFigures(*catalog_, figures, &response);
  ASSERT_EQ(response.parts_size(), 1);
  EXPECT_EQ(response.parts(0).key(), "2023-01");
  EXPECT_EQ(response.parts(0).figures_size(), 1);
  ASSERT_EQ(response.warnings_size(), 1);
  const v1::Warning& warning = response.warnings(0);
  EXPECT_EQ(warning.rule(), "r1");
  EXPECT_EQ(warning.bureau(), "court");
  EXPECT_EQ(warning.first_day(), "2023-01-01");
  EXPECT_EQ(warning.last_day(), "2023-12-31");
  EXPECT_EQ(warning.numbers(0).indicator(), "disputes.resolved");
  EXPECT_EQ(warning.numbers(0).number(), "5");
  EXPECT_EQ(warning.text(), "5 is more than 4");
}

TEST_F(FigureMessagesTest, SaysWhichDaysAreComparedWithWhich) {
  v1::QueryPeriodResponse alone, compared;
  SetDays({.period = QuarterPeriod(2024, 1)}, &alone);
  EXPECT_EQ(alone.first_day(), "2024-01-01");
  EXPECT_EQ(alone.last_day(), "2024-03-31");
  EXPECT_EQ(alone.compared_first_day(), "");
  SetDays({.period = QuarterPeriod(2024, 1), .compare = PeriodBefore{}}, &compared);
  EXPECT_EQ(compared.compared_first_day(), "2023-10-01");
  EXPECT_EQ(compared.compared_last_day(), "2023-12-31");
}

}  // namespace
}  // namespace jurimeter::messages
