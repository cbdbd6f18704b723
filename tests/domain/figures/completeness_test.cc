#include "domain/figures/completeness.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/figures/completeness_query.h"
#include "domain/values/calendar.h"
#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;

// "bureau events last_day", with a ! if it was not expected.
std::vector<std::string> Lines(const Completeness& completeness) {
  std::vector<std::string> lines;
  for (const BureauReports& each : completeness.bureaus) {
    lines.push_back(absl::StrCat(each.bureau->spec.code, each.expected ? "" : "!", " ", each.events,
                                 " ", each.last_day ? DayText(*each.last_day) : "never"));
  }
  return lines;
}

Completeness Ask(const World& world, const std::string& indicator, const Period& period,
                 const std::string& region) {
  CompletenessQuery query = {.period = period, .region = region};
  query.indicators = {indicator};
  EXPECT_THAT(CheckQuery(world.catalog(), query), testing::IsEmpty());
  return ComputeCompleteness(world.catalog(), world.totals(), ClosedDays(), query)
      .at(0)
      .completeness;
}

TEST(CompletenessTest, NamesWhoWasExpectedAndWhoReported) {
  CatalogSpec spec = WorldSpec();
  spec.bureaus[2].assignments = {{"2023-07-01", "430101", "", ""}};  // a3 leaves
  World world(spec);
  world.AddFlow("a1", "f", "2023-02-01", 10, "x");
  world.AddFlow("a1", "f", "2023-02-01", 20, "y");
  world.AddFlow("a1", "f", "2023-05-01", 5);
  world.AddFlow("a2", "f", "2022-12-31", 1);
  world.AddFlow("a3", "f", "2023-08-01", 1);  // no longer in 42
  world.AddFlow("d1", "f", "2023-03-01", 1);
  const Completeness found = Ask(world, "f", YearPeriod(2023), "42");
  EXPECT_EQ(found.expected, 5);
  EXPECT_EQ(found.reported, 1);
  EXPECT_THAT(Lines(found), ElementsAre("a1 3 2023-05-01", "a2 0 2022-12-31", "a3 0 2023-08-01",
                                        "b1 0 never", "b2 0 never"));
  const Completeness other = Ask(world, "f", YearPeriod(2023), "43");
  EXPECT_EQ(other.expected, 2);
  EXPECT_EQ(other.reported, 1);
  EXPECT_THAT(Lines(other), ElementsAre("a3 1 2023-08-01", "c1 0 never", "d1! 1 2023-03-01"));
  EXPECT_THAT(Lines(Ask(world, "f", QuarterPeriod(2023, 1), "4201")),
              ElementsAre("a1 2 2023-02-01", "a2 0 2022-12-31", "a3 0 never"));
}

TEST(CompletenessTest, ANilReportIsAReport) {
  World world(WorldSpec());
  world.AddFlow("a1", "f", "2023-02-01", 0);
  world.AddFlow("a2", "f", "2023-03-31", 0, "x");
  const Completeness found = Ask(world, "f", QuarterPeriod(2023, 1), "4201");
  EXPECT_EQ(found.expected, 3);
  EXPECT_EQ(found.reported, 2);
  EXPECT_THAT(Lines(found), ElementsAre("a1 1 2023-02-01", "a2 1 2023-03-31", "a3 0 never"));
}

TEST(CompletenessTest, ExpectsABureauInPeriodsThatOverlapItsLife) {
  CatalogSpec spec = WorldSpec();
  spec.bureaus[0].ends = "2023-03-31";    // a1
  spec.bureaus[1].begins = "2023-04-01";  // a2
  World world(spec);
  world.AddFlow("a1", "f", "2023-02-01", 1);
  world.AddFlow("a1", "f", "2023-04-02", 1);  // recorded before the catalog knew of its end
  world.AddFlow("a2", "f", "2023-03-02", 1);
  const auto lines = [&](const Period& period) { return Lines(Ask(world, "f", period, "420106")); };
  EXPECT_THAT(lines(QuarterPeriod(2023, 1)), ElementsAre("a1 1 2023-02-01"));
  EXPECT_THAT(lines(QuarterPeriod(2023, 2)), ElementsAre("a2 0 never"));
  EXPECT_THAT(lines(HalfYearPeriod(2023, 1)), ElementsAre("a1 1 2023-02-01", "a2 0 never"));
  EXPECT_THAT(lines(DayPeriod(absl::CivilDay(2023, 3, 31))), ElementsAre("a1 0 2023-02-01"));
  EXPECT_THAT(lines(DayPeriod(absl::CivilDay(2023, 4, 1))), ElementsAre("a2 0 never"));
  EXPECT_EQ(Ask(world, "f", YearPeriod(2022), "42").expected, 4);
  EXPECT_EQ(Ask(world, "f", YearPeriod(2023), "42").expected, 5);
  EXPECT_EQ(Ask(world, "f", YearPeriod(2024), "42").expected, 4);
}

// "bureau closed of days" of the bureaus of 4201 that report f.
std::vector<std::string> ClosedLines(const World& world, const ClosedDays& closed,
                                     const Period& period) {
  CompletenessQuery query = {.period = period, .region = "4201"};
  query.indicators = {"f"};
  const Completeness found =
      ComputeCompleteness(world.catalog(), world.totals(), closed, query).at(0).completeness;
  std::vector<std::string> lines;
  for (const BureauReports& each : found.bureaus) {
    lines.push_back(absl::StrCat(each.bureau->spec.code, " ", each.closed, " of ", each.days));
  }
  return lines;
}

TEST(CompletenessTest, CountsTheClosedDaysOnWhichABureauCounts) {
  CatalogSpec spec = WorldSpec();
  spec.bureaus[1].ends = "2023-01-31";  // a2
  spec.bureaus[2].assignments = {{"2023-02-01", "430101", "", ""},
                                 {"2023-03-01", "420107", "", ""}};  // a3 is away in February
  const World world(spec);
  const auto day = [](int month, int of_month) {
    return DayNumber(absl::CivilDay(2023, month, of_month));
  };
  const Period quarter = QuarterPeriod(2023, 1);
  ClosedDays closed;
  EXPECT_THAT(ClosedLines(world, closed, quarter),
              ElementsAre("a1 0 of 90", "a2 0 of 31", "a3 0 of 62"));
  closed.Apply({{1, std::nullopt, "two closings at once", {{1, {day(1, 1), day(1, 31)}}}},
                {2,
                 std::nullopt,
                 "one",
                 {{1, {day(1, 31), day(2, 1)}},
                  {2, {day(1, 1), day(3, 31)}},
                  {3, {day(1, 31), day(3, 2)}}}}});
  EXPECT_THAT(ClosedLines(world, closed, quarter),
              ElementsAre("a1 32 of 90", "a2 31 of 31", "a3 3 of 62"));
  EXPECT_THAT(ClosedLines(world, closed, MonthPeriod(absl::CivilMonth(2023, 1))),
              ElementsAre("a1 31 of 31", "a2 31 of 31", "a3 1 of 31"));
  EXPECT_THAT(ClosedLines(world, closed, QuarterPeriod(2023, 2)),
              ElementsAre("a1 0 of 91", "a3 0 of 91"));
  closed.Apply({{3, 1, "reopened", {{1, {day(1, 1), day(1, 31)}}}}});
  EXPECT_THAT(ClosedLines(world, closed, quarter),
              ElementsAre("a1 2 of 90", "a2 31 of 31", "a3 3 of 62"));
}

TEST(CompletenessTest, KnowsDaysBefore1970) {
  CatalogSpec spec = WorldSpec();
  spec.first_year = 1950;
  World world(spec);
  world.AddFlow("a1", "f", "1951-02-01", 1);
  EXPECT_THAT(Lines(Ask(world, "f", YearPeriod(1951), "420106")),
              ElementsAre("a1 1 1951-02-01", "a2 0 never"));
}

TEST(CompletenessTest, OfAStockCountsReportsNotWhatStands) {
  World world(WorldSpec());
  world.AddLevel("a1", "s", "2022-02-01", 10);
  world.AddLevel("a2", "s", "2023-02-01", 10, "x");
  world.AddLevel("a2", "s", "2023-02-02", 12, "x");
  const Completeness found = Ask(world, "s", YearPeriod(2023), "4201");
  EXPECT_EQ(found.expected, 3);
  EXPECT_EQ(found.reported, 1);
  EXPECT_THAT(Lines(found), ElementsAre("a1 0 2022-02-01", "a2 2 2023-02-02", "a3 0 never"));
}

}  // namespace
}  // namespace jurimeter
