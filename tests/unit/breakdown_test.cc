// Scopes, effective dates and the parts of a breakdown.
#include "domain/breakdown.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/unit/figure_world.h"

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

TEST(AssignmentTest, FillsInWhatStays) {
  const World world(MovedSpec());
  const Bureau& bureau = *world.catalog().FindBureau("a1");
  const struct {
    absl::CivilDay day;
    const char *region, *name_zh, *name_en;
  } kCases[] = {{absl::CivilDay(1950, 1, 1), "420106", "甲一", "A1"},
                {absl::CivilDay(2023, 5, 31), "420106", "甲一", "A1"},
                {absl::CivilDay(2023, 6, 1), "420106", "新名", "A1"},
                {absl::CivilDay(2023, 6, 30), "420106", "新名", "A1"},
                {absl::CivilDay(2023, 7, 1), "430101", "新名", "New"},
                {absl::CivilDay(9999, 1, 1), "430101", "新名", "New"}};
  for (const auto& c : kCases) {
    const Assignment& on = bureau.On(c.day);
    EXPECT_EQ(on.region, c.region) << c.day;
    EXPECT_EQ(on.name_zh, c.name_zh) << c.day;
    EXPECT_EQ(on.name_en, c.name_en) << c.day;
  }
}

TEST(AssignmentTest, ABureauHasNoRankInARegionThatItLeft) {
  CatalogSpec spec = MovedSpec();
  spec.indicators.push_back(Defined("rank", Rank{"f", Siblings{0, 0}, false}));
  World world(spec);
  world.Flow("a1", "f", "2023-02-01", 1);
  world.Flow("a1", "f", "2024-02-01", 1);
  EXPECT_EQ(world.Ask("rank", k2023, "42", {"a1"}).status, FigureStatus::kOk);
  EXPECT_EQ(world.Ask("rank", YearPeriod(2024), "42", {"a1"}).status, FigureStatus::kNoData);
  EXPECT_EQ(world.Ask("rank", YearPeriod(2024), "43", {"a1"}).status, FigureStatus::kOk);
}

TEST(AssignmentTest, AFlowCountsWhereTheBureauWasThatDay) {
  World world(MovedSpec());
  world.Flow("a1", "f", "2022-12-01", 1);
  world.Flow("a1", "f", "2023-06-30", 20);
  world.Flow("a1", "f", "2023-07-01", 300);
  world.Flow("c1", "f", "2023-01-01", 4000);
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
  world.Level("a1", "s", "2023-03-01", 7);
  EXPECT_EQ(world.Ask("s", HalfYearPeriod(2023, 1), "42").display, "7");
  EXPECT_EQ(world.Ask("s", HalfYearPeriod(2023, 1), "43").display, "");
  EXPECT_EQ(world.Ask("s", k2023, "42").display, "");
  EXPECT_EQ(world.Ask("s", k2023, "43").display, "7");
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

TEST(BreakdownTest, APartOfFewerDigitsIsJustThatRegion) {
  World world(WorldSpec());
  world.Flow("b1", "f", "2023-02-01", 1);   // 4202
  world.Flow("b2", "f", "2023-02-01", 10);  // 420205
  PeriodQuery query = {.period = k2023, .region = "42"};
  query.indicators = {"f"};
  query.by = Breakdown{BreakdownBy::kRegion, 6};
  std::vector<std::string> texts;
  for (const PartFigures& part : world.Ask(query).parts) {
    texts.push_back(part.key + "=" + part.figures[0].display);
  }
  EXPECT_THAT(texts, ElementsAre("420106=", "420107=", "4202=1", "420205=10"));
}

}  // namespace
}  // namespace jurimeter
