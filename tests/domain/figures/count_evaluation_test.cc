#include "domain/figures/count_evaluation.h"

#include <gmock/gmock.h>

#include <limits>
#include <optional>
#include <string>

#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

constexpr FigureStatus kOk = FigureStatus::kOk;
constexpr FigureStatus kNoData = FigureStatus::kNoData;
constexpr FigureStatus kOverflow = FigureStatus::kOverflow;
constexpr FigureStatus kNotApplicable = FigureStatus::kNotApplicable;
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

class CountEvaluationTest : public testing::Test {
 protected:
  CountEvaluationTest() : world_(Spec()) {}

  static CatalogSpec Spec() {
    CatalogSpec spec = WorldSpec();
    for (const IndicatorSpec& each :
         {Defined("in_x", Part{"f", "x"}), Defined("so_far", Cumulative{.flow = "f"}),
          Defined("three_years", Cumulative{.flow = "f", .years = 3}),
          Defined("difference", Sum{{{"f"}, {"g", -1}}}),
          Defined("opening", Sum{{{.indicator = "s", .opening = true}, {"f"}}}),
          Defined("nested", Sum{{{"difference", 2}, {"f"}}})}) {
      spec.indicators.push_back(each);
    }
    return spec;
  }

  Count Ask(const char* code, const Period& period,
            const std::optional<std::string>& category = std::nullopt) {
    BureauTables tables(world_.catalog(), world_.totals());
    const Scope scope = Scope::All(world_.catalog());
    return CountEvaluation(world_.catalog(), &tables)
        .CountOf(*world_.catalog().FindIndicator(code), {period, scope, category});
  }

  World world_;
};

MATCHER_P2(IsCount, status, total, "") {
  return arg.status == status && arg.total == absl::int128(total);
}

const Period k2022 = YearPeriod(2022);
const Period k2023 = YearPeriod(2023);

TEST_F(CountEvaluationTest, HasNoDataWithoutReports) {
  for (const char* code : {"f", "s", "in_x", "so_far", "difference", "opening", "nested"}) {
    EXPECT_THAT(Ask(code, k2023), IsCount(kNoData, 0)) << code;
  }
}

TEST_F(CountEvaluationTest, CountsByPeriodAndCategory) {
  world_.AddFlow("a1", "f", "2022-05-01", 1);
  world_.AddFlow("a1", "f", "2023-05-01", 20, "x");
  world_.AddFlow("b1", "f", "2023-06-01", 300);
  EXPECT_THAT(Ask("f", k2023), IsCount(kOk, 320));
  EXPECT_THAT(Ask("f", k2023, "x"), IsCount(kOk, 20));
  EXPECT_THAT(Ask("f", k2023, ""), IsCount(kOk, 300));
  EXPECT_THAT(Ask("f", k2023, "unknown"), IsCount(kNotApplicable, 0));
  EXPECT_THAT(Ask("g", k2023, "unknown"), IsCount(kNotApplicable, 0));
  EXPECT_THAT(Ask("in_x", k2023), IsCount(kOk, 20));
  EXPECT_THAT(Ask("in_x", k2023, "x"), IsCount(kNotApplicable, 0));
  EXPECT_THAT(Ask("so_far", k2023), IsCount(kOk, 321));
  EXPECT_THAT(Ask("so_far", k2022), IsCount(kOk, 1));
}

TEST_F(CountEvaluationTest, ServesNoCumulativeOverYearsBeforeTheFirst) {
  const int first_year = world_.catalog().first_year();
  EXPECT_THAT(Ask("three_years", YearPeriod(first_year + 1)), IsCount(kNotApplicable, 0));
  EXPECT_THAT(Ask("three_years", YearPeriod(first_year + 2)), IsCount(kNoData, 0));
}

TEST_F(CountEvaluationTest, AddsTermsAndTakesTheOpeningLevelFromTheDayBefore) {
  world_.AddFlow("a1", "f", "2023-05-01", 5);
  EXPECT_THAT(Ask("difference", k2023), IsCount(kOk, 5));
  world_.AddFlow("a1", "g", "2023-05-01", 7);
  world_.AddLevel("a1", "s", "2022-03-01", 1000);
  world_.AddLevel("a1", "s", "2023-03-01", 2000);
  EXPECT_THAT(Ask("difference", k2023), IsCount(kOk, -2));
  EXPECT_THAT(Ask("nested", k2023), IsCount(kOk, 1));
  EXPECT_THAT(Ask("opening", k2023), IsCount(kOk, 1005));
}

TEST_F(CountEvaluationTest, SaysIfATermOfASumDoesNotFit) {
  world_.AddFlow("a1", "f", "2023-05-01", kMax);
  EXPECT_THAT(Ask("difference", k2023), IsCount(kOk, kMax));
  world_.AddFlow("a2", "f", "2023-05-01", 1);
  EXPECT_THAT(Ask("f", k2023), IsCount(kOk, absl::int128(kMax) + 1));
  EXPECT_THAT(Ask("difference", k2023), IsCount(kOverflow, 0));
  EXPECT_THAT(Ask("nested", k2023), IsCount(kOverflow, 0));
}

}  // namespace
}  // namespace jurimeter
