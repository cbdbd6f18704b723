#include "services/messages/query_messages.h"

#include <gmock/gmock.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/test_catalog.h"

namespace jurimeter::messages {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The fields that are refused of a question.
template <typename Request>
std::vector<std::string> RefusedFields(const Request& request) {
  std::vector<std::string> fields;
  const auto query = ReadQuery(*test::TestCatalog(), request);
  if (query.ok()) return fields;
  for (const Violation& fault : query.faults()) fields.push_back(fault.field);
  return fields;
}

v1::QueryPeriodRequest PeriodRequest(const std::function<void(v1::Period*)>& set) {
  v1::QueryPeriodRequest request;
  set(request.mutable_period());
  return request;
}

TEST(QueryMessagesTest, ReadsEveryPeriod) {
  const absl::CivilDay first(2023, 7, 1), day(2023, 9, 30);
  const struct {
    std::function<void(v1::Period*)> set;
    Period period;
  } kCases[] = {
      {[](auto* p) { p->set_day("2023-09-30"); }, DayPeriod(day)},
      {[](auto* p) { p->set_month("2023-09"); }, MonthPeriod(absl::CivilMonth(2023, 9))},
      {[](auto* p) { p->set_quarter("2023-Q3"); }, QuarterPeriod(2023, 3)},
      {[](auto* p) { p->set_half_year("2023-H2"); }, HalfYearPeriod(2023, 2)},
      {[](auto* p) { p->set_year(2023); }, YearPeriod(2023)},
      {[](auto* p) { p->set_year_to_date("2023-09-30"); }, YearToDatePeriod(day)},
      {[](auto* p) {
         p->mutable_range()->set_first("2023-07-01");
         p->mutable_range()->set_last("2023-09-30");
       },
       RangePeriod(first, day)},
  };
  for (const auto& each : kCases) {
    const v1::QueryPeriodRequest request = PeriodRequest(each.set);
    const auto query = ReadQuery(*test::TestCatalog(), request);
    ASSERT_TRUE(query.ok()) << request.ShortDebugString();
    EXPECT_EQ(query->period, each.period) << request.ShortDebugString();
  }
}

TEST(QueryMessagesTest, NamesThePeriodThatCannotBeRead) {
  const struct {
    std::function<void(v1::Period*)> set;
    const char* field;
  } kCases[] = {
      {[](auto*) {}, "period"},
      {[](auto* p) { p->set_day("2023-02-29"); }, "period.day"},
      {[](auto* p) { p->set_month("2023-13"); }, "period.month"},
      {[](auto* p) { p->set_quarter("2023-Q5"); }, "period.quarter"},
      {[](auto* p) { p->set_half_year("2023-H0"); }, "period.half_year"},
      {[](auto* p) { p->set_year(1899); }, "period"},
      {[](auto* p) { p->set_year_to_date("today"); }, "period.year_to_date"},
  };
  for (const auto& each : kCases) {
    const v1::QueryPeriodRequest request = PeriodRequest(each.set);
    EXPECT_THAT(RefusedFields(request), ElementsAre(each.field)) << request.ShortDebugString();
  }
  EXPECT_THAT(RefusedFields(PeriodRequest([](auto* p) { p->mutable_range(); })),
              ElementsAre("period.range.first", "period.range.last"));
}

TEST(QueryMessagesTest, NamesAllFaultsAtOnce) {
  v1::QueryPeriodRequest period = PeriodRequest([](auto* p) { p->set_month("September"); });
  period.add_indicators("disputes.unknown");
  period.mutable_by()->set_kind(v1::BREAKDOWN_BY_UNSPECIFIED);
  period.set_min_revision(-1);
  EXPECT_THAT(RefusedFields(period),
              ElementsAre("period.month", "by.kind", "indicators[0]", "min_revision"));
  v1::QueryYearRequest year;
  year.set_year(1);
  year.set_region("x");
  year.set_min_revision(-1);
  EXPECT_THAT(RefusedFields(year), ElementsAre("year", "region", "min_revision"));
  v1::QueryCompletenessRequest completeness;
  completeness.add_indicators("disputes.resolution_rate");
  completeness.set_min_revision(-1);
  EXPECT_THAT(RefusedFields(completeness), ElementsAre("period", "indicators[0]", "min_revision"));
}

TEST(QueryMessagesTest, ReadsWhatElseAQuestionSays) {
  v1::QueryPeriodRequest request = PeriodRequest([](auto* p) { p->set_year(2023); });
  request.set_region("23");
  request.add_bureaus("court");
  request.add_indicators("disputes.received");
  request.mutable_compare()->set_years_before(3);
  request.mutable_by()->set_region_digits(4);
  const auto query = ReadQuery(*test::TestCatalog(), request);
  ASSERT_TRUE(query.ok());
  EXPECT_EQ(query->region, "23");
  EXPECT_THAT(query->bureaus, ElementsAre("court"));
  EXPECT_THAT(query->indicators, ElementsAre("disputes.received"));
  EXPECT_FALSE(query->include_supporting);
  EXPECT_EQ(query->compare, std::optional<Comparison>(YearsBefore{3}));
  ASSERT_TRUE(query->by.has_value());
  EXPECT_EQ(query->by->by, BreakdownBy::kRegion);
  EXPECT_EQ(query->by->region_digits, 4);
}

TEST(QueryMessagesTest, ReadsEveryBreakdown) {
  const struct {
    v1::BreakdownBy kind;
    BreakdownBy by;
  } kCases[] = {{v1::BREAKDOWN_BY_BUREAU, BreakdownBy::kBureau},
                {v1::BREAKDOWN_BY_CATEGORY, BreakdownBy::kCategory},
                {v1::BREAKDOWN_BY_MONTH, BreakdownBy::kMonth},
                {v1::BREAKDOWN_BY_QUARTER, BreakdownBy::kQuarter},
                {v1::BREAKDOWN_BY_YEAR, BreakdownBy::kYear}};
  for (const auto& each : kCases) {
    v1::QueryPeriodRequest request = PeriodRequest([](auto* p) { p->set_year(2023); });
    request.add_indicators("disputes.received");
    request.mutable_by()->set_kind(each.kind);
    ASSERT_THAT(RefusedFields(request), IsEmpty()) << each.kind;
    EXPECT_EQ(ReadQuery(*test::TestCatalog(), request)->by->by, each.by) << each.kind;
  }
}

}  // namespace
}  // namespace jurimeter::messages
