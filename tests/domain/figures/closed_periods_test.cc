#include "domain/figures/closed_periods.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "domain/values/calendar.h"
#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;

DayInterval Days(const char* first, const char* last) {
  return {DayNumber(*ParseDay(first)), DayNumber(*ParseDay(last))};
}

// A closing of `days` of every bureau but those of `open`.
Closing CloseAll(int64_t revision, const Catalog& catalog, const DayInterval& days,
                 const std::vector<std::string>& open = {}) {
  Closing closing = {.revision = revision, .reopens = {}, .reason = "report", .parts = {}};
  for (const Bureau& bureau : catalog.bureaus()) {
    if (std::ranges::find(open, bureau.spec.code) != open.end()) continue;
    closing.parts.push_back({bureau.key, days});
  }
  return closing;
}

std::vector<std::string> Keys(const Catalog& catalog, const std::vector<Closing>& closings) {
  ClosedDays closed;
  closed.Apply(closings);
  std::vector<std::string> keys;
  for (const NamedPeriod& each : ClosedPeriods({catalog, closed})) keys.push_back(each.key);
  return keys;
}

TEST(ClosedPeriodsTest, NamesYearsThenQuartersThenMonths) {
  const World world(WorldSpec());
  EXPECT_THAT(
      Keys(world.catalog(), {CloseAll(5, world.catalog(), Days("2022-10-01", "2023-12-31"))}),
      ElementsAre("2023", "2022-Q4", "2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2022-10",
                  "2022-11", "2022-12", "2023-01", "2023-02", "2023-03", "2023-04", "2023-05",
                  "2023-06", "2023-07", "2023-08", "2023-09", "2023-10", "2023-11", "2023-12"));
}

TEST(ClosedPeriodsTest, AreThePeriodsThemselves) {
  const World world(WorldSpec());
  ClosedDays closed;
  closed.Apply({{CloseAll(5, world.catalog(), Days("2023-01-01", "2023-03-31"))}});
  const std::vector<NamedPeriod> found = ClosedPeriods({world.catalog(), closed});
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[0].period, QuarterPeriod(2023, 1));
  EXPECT_EQ(found[1].period, MonthPeriod(absl::CivilMonth(2023, 1)));
  EXPECT_EQ(found[3].period, MonthPeriod(absl::CivilMonth(2023, 3)));
}

TEST(ClosedPeriodsTest, AnOpenDayOfABureauOpensItsPeriods) {
  const World world(WorldSpec());
  const Catalog& catalog = world.catalog();
  EXPECT_THAT(Keys(catalog, {}), IsEmpty());
  EXPECT_THAT(Keys(catalog, {CloseAll(5, catalog, Days("2023-05-01", "2023-05-30"))}), IsEmpty());
  EXPECT_THAT(Keys(catalog, {CloseAll(5, catalog, Days("2023-05-01", "2023-05-31"), {"d2"})}),
              IsEmpty());
  Closing reopening = {.revision = 6, .reopens = 5, .reason = "late", .parts = {}};
  reopening.parts = {{catalog.FindBureau("a1")->key, Days("2023-05-31", "2023-05-31")}};
  EXPECT_THAT(Keys(catalog, {CloseAll(5, catalog, Days("2023-04-01", "2023-05-31")), reopening}),
              ElementsAre("2023-04"));
}

TEST(ClosedPeriodsTest, SeveralClosingsCloseAPeriodTogether) {
  const World world(WorldSpec());
  const Catalog& catalog = world.catalog();
  Closing rest = {.revision = 7, .reopens = {}, .reason = "report", .parts = {}};
  rest.parts = {{catalog.FindBureau("d2")->key, Days("2023-05-01", "2023-05-31")}};
  EXPECT_THAT(Keys(catalog, {CloseAll(5, catalog, Days("2023-05-01", "2023-05-20"), {"d2"}),
                             CloseAll(6, catalog, Days("2023-05-21", "2023-05-31"), {"d2"}), rest}),
              ElementsAre("2023-05"));
}

TEST(ClosedPeriodsTest, ADayWithoutABureauIsNeitherOpenNorClosed) {
  CatalogSpec spec = WorldSpec();
  spec.bureaus.resize(2);
  spec.indicators[0].reporters = {};
  spec.bureaus[0].begins = "2023-02-10";
  spec.bureaus[1].begins = "2023-02-10";
  spec.bureaus[1].ends = "2023-06-15";
  const World world(spec);
  const Catalog& catalog = world.catalog();
  EXPECT_THAT(Keys(catalog, {CloseAll(5, catalog, Days("2023-02-10", "2023-12-31"))}),
              IsSupersetOf({"2023", "2023-Q1", "2023-02"}));
  EXPECT_THAT(Keys(catalog, {CloseAll(5, catalog, Days("2023-02-11", "2023-02-28"))}), IsEmpty());
}

}  // namespace
}  // namespace jurimeter
