// Scopes, effective dates and the parts of a breakdown.
#include "domain/figures/breakdown.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Period k2022 = YearPeriod(2022);
const Period k2023 = YearPeriod(2023);

// a1 moves from 420106 to 430101 on 1 July 2023 and is renamed a month before.
CatalogSpec MovedSpec() {
  CatalogSpec spec = WorldSpec();
  spec.bureaus[0].assignments = {{"2023-06-01", "", "新名", ""},
                                 {"2023-07-01", "430101", "", "New"}};
  return spec;
}

std::vector<std::string> Keys(const std::vector<ScopePart>& parts) {
  std::vector<std::string> keys;
  for (const ScopePart& part : parts) keys.push_back(part.key);
  return keys;
}

TEST(AssignmentTest, ABureauHasNoRankInARegionThatItLeft) {
  CatalogSpec spec = MovedSpec();
  spec.indicators.push_back(Defined("rank", Rank{"f", Siblings{0, 0}, false}));
  World world(spec);
  world.AddFlow("a1", "f", "2023-02-01", 1);
  world.AddFlow("a1", "f", "2024-02-01", 1);
  EXPECT_EQ(world.Ask("rank", k2023, "42", {"a1"}).status, FigureStatus::kOk);
  EXPECT_EQ(world.Ask("rank", YearPeriod(2024), "42", {"a1"}).status, FigureStatus::kNoData);
  EXPECT_EQ(world.Ask("rank", YearPeriod(2024), "43", {"a1"}).status, FigureStatus::kOk);
}

TEST(AssignmentTest, AFlowCountsWhereTheBureauWasThatDay) {
  World world(MovedSpec());
  world.AddFlow("a1", "f", "2022-12-01", 1);
  world.AddFlow("a1", "f", "2023-06-30", 20);
  world.AddFlow("a1", "f", "2023-07-01", 300);
  world.AddFlow("c1", "f", "2023-01-01", 4000);
  const struct {
    Period period;
    const char* region;
    const char* display;
  } kCases[] = {{k2022, "42", "1"},          {k2022, "43", ""},   {k2023, "42", "20"},
                {k2023, "43", "4300"},       {k2023, "", "4320"}, {k2023, "420106", "20"},
                {YearPeriod(2024), "42", ""}};
  for (const auto& c : kCases) EXPECT_EQ(world.Ask("f", c.period, c.region).display, c.display);
}

TEST(AssignmentTest, ALevelCountsWhereTheBureauIsAtTheEnd) {
  World world(MovedSpec());
  world.AddLevel("a1", "s", "2023-03-01", 7);
  EXPECT_EQ(world.Ask("s", HalfYearPeriod(2023, 1), "42").display, "7");
  EXPECT_EQ(world.Ask("s", HalfYearPeriod(2023, 1), "43").display, "");
  EXPECT_EQ(world.Ask("s", k2023, "42").display, "");
  EXPECT_EQ(world.Ask("s", k2023, "43").display, "7");
}

// a1 ends and a2, its successor, begins in the middle of 2023; a3 in another district stays.
CatalogSpec MergedSpec() {
  CatalogSpec spec = WorldSpec();
  spec.bureaus[0].ends = "2023-06-30";
  spec.bureaus[1].begins = "2023-07-01";
  spec.indicators.push_back(Defined("covered", Coverage{"s"}, In(Scale::kPercent, 0)));
  spec.indicators.push_back(Defined("workload", Sum{{{"f"}, {"s", 1, true}}}));
  spec.indicators.push_back(Defined("so_far", Cumulative{.flow = "f"}));
  spec.indicators.push_back(Defined("most", Maximum{"f", Siblings{}}));
  spec.indicators.push_back(Defined("rank", Rank{"f", Siblings{0, 4}}));
  spec.indicators.push_back(Defined("growth", Growth{"f"}, In(Scale::kPercent, 0)));
  return spec;
}

World MergedWorld() {
  World world(MergedSpec());
  world.AddLevel("a1", "s", "2023-03-01", 7, "x");
  world.AddLevel("a3", "s", "2023-03-01", 100, "x");
  world.AddLevel("a2", "s", "2023-08-01", 20, "x");
  world.AddFlow("a1", "f", "2022-05-01", 2);
  world.AddFlow("a1", "f", "2023-06-30", 3);
  world.AddFlow("a2", "f", "2023-07-01", 40);
  world.AddFlow("a3", "f", "2023-02-01", 500);
  return world;
}

TEST(LifeTest, FlowsOfItsDaysStayAndLevelsEndWithIt) {
  const World world = MergedWorld();
  const struct {
    const char* indicator;
    Period period;
    const char* region;
    const char* display;
  } kCases[] = {
      {"f", k2023, "4201", "543"},
      {"f", k2023, "420106", "43"},
      {"f", HalfYearPeriod(2023, 1), "420106", "3"},
      {"f", HalfYearPeriod(2023, 2), "420106", "40"},
      {"f", k2022, "420106", "2"},
      {"growth", k2023, "420106", "2050%"},
      {"so_far", YearPeriod(2024), "420106", "45"},
      {"s", HalfYearPeriod(2023, 1), "4201", "107"},
      {"s", DayPeriod(absl::CivilDay(2023, 6, 30)), "4201", "107"},
      {"s", DayPeriod(absl::CivilDay(2023, 7, 1)), "4201", "100"},
      {"s", k2023, "4201", "120"},
      {"s", YearPeriod(2024), "4201", "120"},
      // The level of the eve of a period is of those that were there then.
      {"workload", HalfYearPeriod(2023, 2), "4201", "147"},
      {"workload", YearPeriod(2024), "4201", "120"},
      {"covered", HalfYearPeriod(2023, 1), "420106", "100%"},
      {"covered", k2023, "420106", "100%"},
      {"covered", HalfYearPeriod(2023, 2), "4201", "50%"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(world.Ask(c.indicator, c.period, c.region).display, c.display)
        << c.indicator << " " << DayText(c.period.first) << " " << c.region;
  }
}

TEST(LifeTest, OnlyWhatIsThereIsASibling) {
  const World world = MergedWorld();
  const auto ask = [&](const char* indicator, const Period& period, const char* bureau) {
    return world.Ask(indicator, period, "", {bureau});
  };
  EXPECT_EQ(ask("f", k2022, "a1").display, "2");
  EXPECT_EQ(ask("s", k2023, "a1").status, FigureStatus::kNoData);
  EXPECT_EQ(ask("f", YearPeriod(2024), "a1").status, FigureStatus::kNoData);
  EXPECT_EQ(ask("rank", k2023, "a1").exact, Exact(RankParts{3, 3}));
  EXPECT_EQ(ask("rank", HalfYearPeriod(2023, 2), "a1").status, FigureStatus::kNoData);
  EXPECT_EQ(ask("rank", HalfYearPeriod(2023, 2), "a2").exact, Exact(RankParts{1, 1}));
  EXPECT_THAT(world.Ask("most", HalfYearPeriod(2023, 2), "4201").holders, ElementsAre("a2"));

  PeriodQuery query = {.period = HalfYearPeriod(2023, 2), .region = "4201"};
  query.indicators = {"f"};
  query.by = Breakdown{BreakdownBy::kBureau};
  std::vector<std::string> keys;
  for (const PartFigures& part : world.Ask(query).parts) keys.push_back(part.key);
  EXPECT_THAT(keys, ElementsAre("a2", "a3"));
  // What was counted before stays a part of what goes back so far.
  query.indicators = {"so_far"};
  keys.clear();
  for (const PartFigures& part : world.Ask(query).parts) keys.push_back(part.key);
  EXPECT_THAT(keys, ElementsAre("a1", "a2", "a3"));
}

TEST(LifeTest, ARegionIsThereWhileABureauOfItIs) {
  CatalogSpec spec = WorldSpec();
  spec.bureaus[2].begins = "2022-03-01";  // a3, the only one of 420107
  spec.bureaus[2].ends = "2022-12-31";
  const World world(spec);
  const Scope city = Scope::All(world.catalog()).InRegion("4201");
  EXPECT_THAT(Keys(PartsByRegion(city, 6, k2022)), ElementsAre("420106", "420107"));
  EXPECT_THAT(Keys(PartsByRegion(city, 6, MonthPeriod(absl::CivilMonth(2022, 2)))),
              ElementsAre("420106"));
  EXPECT_THAT(Keys(PartsByRegion(city, 6, k2023)), ElementsAre("420106"));
  EXPECT_THAT(Keys(PartsByBureau(city, k2023)), ElementsAre("a1", "a2"));
}

// A catalog may come to know of an end, or of a later beginning, when more was recorded already.
TEST(LifeTest, WhatWasRecordedOutsideOfItDoesNotCount) {
  World world(MergedSpec());
  world.AddFlow("a1", "f", "2023-07-01", 1);
  world.AddFlow("a2", "f", "2023-06-30", 10);
  world.AddLevel("a1", "s", "2023-07-01", 1, "x");
  world.AddLevel("a2", "s", "2023-06-30", 10, "x");
  for (const char* code : {"f", "s", "so_far"}) {
    EXPECT_EQ(world.Ask(code, k2023).status, FigureStatus::kNoData) << code;
  }
  world.AddLevel("a2", "s", "2023-07-01", 30, "y");
  EXPECT_EQ(world.Ask("s", k2023).display, "30");
}

TEST(LifeTest, AMoveAndAnEndAddUp) {
  CatalogSpec spec = MovedSpec();  // a1 moves on 2023-07-01
  spec.bureaus[0].begins = "2023-05-15";
  spec.bureaus[0].ends = "2023-07-15";
  World world(spec);
  world.AddFlow("a1", "f", "2023-06-30", 1);
  world.AddFlow("a1", "f", "2023-07-15", 20);
  EXPECT_EQ(world.Ask("f", k2023, "42").display, "1");
  EXPECT_EQ(world.Ask("f", k2023, "43").display, "20");
  EXPECT_EQ(world.Ask("f", k2023).display, "21");
  EXPECT_EQ(world.Ask("f", YearPeriod(2024)).status, FigureStatus::kNoData);
}

TEST(BreakdownTest, ByBureau) {
  const World world(MovedSpec());
  const Scope all = Scope::All(world.catalog());
  EXPECT_THAT(Keys(PartsByBureau(all.InRegion("42"), k2023)),
              ElementsAre("a1", "a2", "a3", "b1", "b2"));
  EXPECT_THAT(Keys(PartsByBureau(all.InRegion("42"), HalfYearPeriod(2023, 2))),
              ElementsAre("a2", "a3", "b1", "b2"));
  EXPECT_THAT(Keys(PartsByBureau(all.InRegion("4301"), k2023)), ElementsAre("a1", "c1"));
  EXPECT_THAT(Keys(PartsByBureau(all.OfBureaus({"d2", "a1"}), k2023)), ElementsAre("a1", "d2"));
  EXPECT_THAT(PartsByBureau(all.InRegion("11"), k2023), IsEmpty());
}

TEST(BreakdownTest, ByRegion) {
  const World world(MovedSpec());
  const Scope all = Scope::All(world.catalog());
  EXPECT_THAT(Keys(PartsByRegion(all, 2, k2023)), ElementsAre("42", "43"));
  EXPECT_THAT(Keys(PartsByRegion(all, 4, k2023)), ElementsAre("4201", "4202", "4301", "4302"));
  EXPECT_THAT(Keys(PartsByRegion(all.InRegion("42"), 6, k2023)),
              ElementsAre("420106", "420107", "4202", "420205"));
  const Scope a1 = all.OfBureaus({"a1"});
  EXPECT_THAT(Keys(PartsByRegion(a1, 4, k2022)), ElementsAre("4201"));
  EXPECT_THAT(Keys(PartsByRegion(a1, 4, k2023)), ElementsAre("4201", "4301"));
  EXPECT_THAT(Keys(PartsByRegion(a1, 4, YearPeriod(2024))), ElementsAre("4301"));
  EXPECT_THAT(Keys(PartsByRegion(a1, 4, MonthPeriod(absl::CivilMonth(2023, 6)))),
              ElementsAre("4201"));
}

// What is printed of each part.
std::vector<std::string> Displays(const World& world, const PeriodQuery& query) {
  std::vector<std::string> texts;
  for (const PartFigures& part : world.Ask(query).parts) {
    texts.push_back(part.key + "=" + part.figures[0].display);
  }
  return texts;
}

TEST(BreakdownTest, WhatLeftBeforeThePeriodIsAPartOfWhatIsCountedFromBefore) {
  CatalogSpec spec = MovedSpec();
  spec.indicators.push_back(Defined("ever", Cumulative{"f"}));
  spec.indicators.push_back(Defined("opening", Sum{{{"s", 1, true}}}));
  World world(spec);
  world.AddFlow("a1", "f", "2023-01-01", 1);
  world.AddFlow("a1", "f", "2024-01-01", 20);
  world.AddLevel("a1", "s", "2023-01-01", 7);
  PeriodQuery query = {.period = YearPeriod(2024), .bureaus = {"a1"}};
  query.by = Breakdown{BreakdownBy::kRegion, 4};
  query.indicators = {"ever"};
  EXPECT_THAT(Displays(world, query), ElementsAre("4201=1", "4301=20"));
  query.indicators = {"f"};
  EXPECT_THAT(Displays(world, query), ElementsAre("4301=20"));
  query.indicators = {"opening"};
  query.period = HalfYearPeriod(2023, 2);
  EXPECT_THAT(Displays(world, query), ElementsAre("4201=7", "4301="));
  query = {.period = YearPeriod(2024), .region = "42"};
  query.by = Breakdown{BreakdownBy::kBureau};
  query.indicators = {"ever"};
  EXPECT_THAT(Displays(world, query), ElementsAre("a1=1", "a2=", "a3=", "b1=", "b2="));
  query.indicators = {"f"};
  query.compare = YearsBefore{1};
  EXPECT_THAT(Displays(world, query), ElementsAre("a1=", "a2=", "a3=", "b1=", "b2="));
}

TEST(BreakdownTest, APartOfFewerDigitsIsJustThatRegion) {
  World world(WorldSpec());
  world.AddFlow("b1", "f", "2023-02-01", 1);   // 4202
  world.AddFlow("b2", "f", "2023-02-01", 10);  // 420205
  PeriodQuery query = {.period = k2023, .region = "42"};
  query.indicators = {"f"};
  query.by = Breakdown{BreakdownBy::kRegion, 6};
  EXPECT_THAT(Displays(world, query), ElementsAre("420106=", "420107=", "4202=1", "420205=10"));
}

}  // namespace
}  // namespace jurimeter
