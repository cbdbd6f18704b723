#include "domain/figures/period_query.h"

#include <gmock/gmock.h>

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "tests/domain/catalog/sample_catalog.h"
#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Period k2023 = YearPeriod(2023);

TEST(PeriodQueryTest, Faults) {
  const World world(WorldSpec());
  const PeriodQuery sound = {.period = k2023};
  const auto with = [&sound](auto change) {
    PeriodQuery query = sound;
    change(query);
    return query;
  };
  const struct {
    PeriodQuery query;
    const char* field;
    const char* description;
  } kCases[] = {
      {with([](auto& q) { q.period = YearPeriod(2017); }), "period", "days from 2018-01-01"},
      {with([](auto& q) { q.period = YearPeriod(10'000); }), "period", "9999-12-31"},
      {with([](auto& q) {
         q.period = RangePeriod(absl::CivilDay(2023, 2, 2), absl::CivilDay(2023, 2, 1));
       }),
       "period", "ends on 2023-02-01, before it begins on 2023-02-02"},
      {with([](auto& q) {
         q.period = RangePeriod(absl::CivilDay(2017, 12, 31), absl::CivilDay(2023, 2, 1));
       }),
       "period", "not all counted"},
      {with([](auto& q) { q.region = "4x"; }), "region", "4x"},
      {with([](auto& q) { q.bureaus = {"z"}; }), "bureaus[0]", "z"},
      {with([](auto& q) {
         q.indicators = {"f", "f"};
       }),
       "indicators[1]", "already"},
      {with([](auto& q) { q.compare = YearsBefore{0}; }), "compare.years_before", "1 to 100"},
      {with([](auto& q) { q.compare = YearsBefore{101}; }), "compare.years_before", "101"},
      {with([](auto& q) {
         q.by = Breakdown{BreakdownBy::kRegion, 1};
       }),
       "by.region_digits", "2 to"},
      {with([](auto& q) {
         q.by = Breakdown{BreakdownBy::kRegion, 13};
       }),
       "by.region_digits", "12"},
      {with([](auto& q) {
         q.by = Breakdown{BreakdownBy::kMonth};
         q.period = RangePeriod(absl::CivilDay(2018, 1, 1), absl::CivilDay(2118, 1, 1));
       }),
       "by", "1201 parts of the period; expected at most 1200"},
      {with([](auto& q) {
         q.by = Breakdown{BreakdownBy::kQuarter};
         q.period = RangePeriod(absl::CivilDay(2018, 3, 31), absl::CivilDay(2318, 4, 1));
       }),
       "by", "1202 parts"},
      {with([](auto& q) {
         q.by = Breakdown{BreakdownBy::kYear};
         q.period = RangePeriod(absl::CivilDay(2018, 12, 31), absl::CivilDay(9999, 12, 31));
       }),
       "by", "7982 parts"},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(CheckQuery(world.catalog(), c.query), ElementsAre(IsFault(c.field, c.description)));
  }
  EXPECT_THAT(CheckQuery(world.catalog(), sound), IsEmpty());
  const PeriodQuery longest = with([](auto& q) {
    q.by = Breakdown{BreakdownBy::kMonth};
    q.period = RangePeriod(absl::CivilDay(2018, 1, 1), absl::CivilDay(2117, 12, 31));
  });
  EXPECT_THAT(CheckQuery(world.catalog(), longest), IsEmpty());
}

// So that an answer fits into what clients take.
TEST(PeriodQueryTest, BoundsTheFiguresOfAllParts) {
  CatalogSpec spec = WorldSpec();
  for (int i = 0; i < 20; ++i)
    spec.indicators.push_back(Defined(absl::StrCat("n", i), Sum{{{"f"}}}));
  const World world(spec);
  const size_t indicators = world.catalog().indicators().size();
  PeriodQuery query = {
      .period = RangePeriod(absl::CivilDay(2018, 1, 1), absl::CivilDay(2117, 12, 31)),
      .include_supporting = true,
      .by = Breakdown{BreakdownBy::kMonth}};
  EXPECT_THAT(CheckQuery(world.catalog(), query),
              ElementsAre(IsFault("by", absl::StrCat("1200 parts with ", indicators))));
  query.period = RangePeriod(absl::CivilDay(2018, 1, 1), absl::CivilDay(2057, 12, 31));
  EXPECT_THAT(CheckQuery(world.catalog(), query), IsEmpty());
  query.compare = YearsBefore{1};
  EXPECT_THAT(CheckQuery(world.catalog(), query), ElementsAre(IsFault("by", "compared")));
}

}  // namespace
}  // namespace jurimeter
