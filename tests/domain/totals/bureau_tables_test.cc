#include "domain/totals/bureau_tables.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>

#include "absl/strings/str_format.h"
#include "domain/values/calendar.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

// Keys by place in the sample catalog, of which court begins on 1 July 2022.
constexpr BureauKey kJustice = 1, kCourt = 2;
constexpr IndicatorKey kReceived = 1, kTeams = 5;
constexpr CategoryKey kCivil = 1, kRescue = 3;

int32_t Day(int year, int month, int day) { return DayNumber(absl::CivilDay(year, month, day)); }

class BureauTablesTest : public testing::Test {
 protected:
  BureauTablesTest() {
    CatalogSpec spec = SampleSpec();
    spec.bureaus[1].begins = "2022-07-01";
    catalog_ = MakeCatalog(spec);
  }

  void Flow(BureauKey bureau, int32_t day, int64_t quantity, CategoryKey category = kNoCategory) {
    TotalsChange change;
    change.flows = {{{bureau, kReceived, category}, {day, {quantity, 1}}}};
    totals_.Apply(change, totals_.revision() + 1);
  }

  void Level(BureauKey bureau, int32_t day, int64_t level, CategoryKey category = kNoCategory) {
    const EventId id =
        *EventId::Parse(absl::StrFormat("00000000-0000-0000-0000-%012x", totals_.revision() + 1));
    const absl::Time noon = absl::UnixEpoch() + absl::Hours(24 * day + 12);
    TotalsChange change;
    change.levels = {{{bureau, kTeams, category}, {day, {level, noon, id}, 1}}};
    totals_.Apply(change, totals_.revision() + 1);
  }

  std::shared_ptr<const Catalog> catalog_;
  Totals totals_;
};

TEST_F(BureauTablesTest, AddsTheFlowsOfTheDays) {
  Flow(kJustice, Day(2022, 1, 31), 1);
  Flow(kJustice, Day(2022, 2, 1), 10, kCivil);
  Flow(kJustice, Day(2022, 2, 28), 100);
  Flow(kJustice, Day(2022, 3, 1), 1000);
  Flow(kCourt, Day(2022, 2, 15), 7);
  BureauTables tables(*catalog_, totals_);
  const DayInterval february = {Day(2022, 2, 1), Day(2022, 2, 28)};
  const BureauTable& all = tables.Flows(kReceived, std::nullopt, february);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all.at(kJustice).total, 110);
  EXPECT_EQ(all.at(kJustice).events, 2);
  EXPECT_EQ(all.at(kJustice).last_day, Day(2022, 2, 28));
  EXPECT_EQ(all.at(kCourt).total, 7);
  EXPECT_EQ(tables.Flows(kReceived, kCivil, february).at(kJustice).total, 10);
  EXPECT_EQ(tables.Flows(kReceived, kNoCategory, february).at(kJustice).total, 100);
  const DayInterval across = {Day(2022, 1, 31), Day(2022, 2, 27)};
  EXPECT_EQ(tables.Flows(kReceived, std::nullopt, across).at(kJustice).total, 11);
}

TEST_F(BureauTablesTest, HasNothingOfOtherDaysAndIndicators) {
  Flow(kJustice, Day(2022, 2, 1), 1);
  BureauTables tables(*catalog_, totals_);
  EXPECT_TRUE(tables.Flows(kReceived, std::nullopt, {Day(2022, 2, 2), Day(2022, 2, 1)}).empty());
  EXPECT_TRUE(tables.Flows(kReceived, std::nullopt, {Day(2022, 2, 2), Day(2023, 2, 1)}).empty());
  EXPECT_TRUE(tables.Flows(kTeams, std::nullopt, {Day(2022, 1, 1), Day(2022, 12, 31)}).empty());
}

TEST_F(BureauTablesTest, CountsNothingFromBeforeTheFirstYear) {
  Flow(kJustice, Day(2021, 12, 31), 1);
  Level(kJustice, Day(2021, 12, 31), 5);
  BureauTables tables(*catalog_, totals_);
  EXPECT_TRUE(tables.Flows(kReceived, std::nullopt, {Day(2021, 1, 1), Day(2022, 1, 1)}).empty());
  EXPECT_TRUE(tables.Levels(kTeams, std::nullopt, Day(2022, 1, 1)).empty());
}

TEST_F(BureauTablesTest, AddsTheLastLevelsOfAllCategories) {
  Level(kJustice, Day(2022, 1, 5), 3);
  Level(kJustice, Day(2022, 2, 5), 4);
  Level(kJustice, Day(2022, 3, 5), 20, kRescue);
  BureauTables tables(*catalog_, totals_);
  EXPECT_TRUE(tables.Levels(kTeams, std::nullopt, Day(2022, 1, 4)).empty());
  EXPECT_EQ(tables.Levels(kTeams, std::nullopt, Day(2022, 1, 5)).at(kJustice).total, 3);
  EXPECT_EQ(tables.Levels(kTeams, std::nullopt, Day(2022, 3, 4)).at(kJustice).total, 4);
  const BureauTable& later = tables.Levels(kTeams, std::nullopt, Day(2023, 1, 1));
  EXPECT_EQ(later.at(kJustice).total, 24);
  EXPECT_EQ(later.at(kJustice).last_day, Day(2022, 3, 5));
  EXPECT_EQ(tables.Levels(kTeams, kNoCategory, Day(2023, 1, 1)).at(kJustice).total, 4);
}

TEST_F(BureauTablesTest, ForgetsLevelsFromBeforeABureauBegins) {
  Level(kCourt, Day(2022, 6, 30), 3);
  BureauTables before(*catalog_, totals_);
  EXPECT_TRUE(before.Levels(kTeams, std::nullopt, Day(2022, 12, 31)).empty());
  Level(kCourt, Day(2022, 7, 1), 4);
  BureauTables after(*catalog_, totals_);
  EXPECT_EQ(after.Levels(kTeams, std::nullopt, Day(2022, 12, 31)).at(kCourt).total, 4);
}

TEST_F(BureauTablesTest, CountsReportsOfFlowsAndStocks) {
  Flow(kJustice, Day(2022, 2, 1), 0);
  Flow(kJustice, Day(2022, 2, 3), 5);
  Level(kCourt, Day(2022, 8, 1), 3);
  Level(kCourt, Day(2022, 8, 2), 3);
  BureauTables tables(*catalog_, totals_);
  const DayInterval year = {Day(2022, 1, 1), Day(2022, 12, 31)};
  EXPECT_EQ(tables.Reports(kReceived, year).at(kJustice).events, 2);
  EXPECT_EQ(tables.Reports(kReceived, {Day(2022, 2, 1), Day(2022, 2, 2)}).at(kJustice).events, 1);
  EXPECT_EQ(tables.Reports(kTeams, year).at(kCourt).events, 2);
  EXPECT_EQ(tables.Reports(kTeams, year).at(kCourt).last_day, Day(2022, 8, 2));
}

TEST_F(BureauTablesTest, KeepsWhatItComputed) {
  Flow(kJustice, Day(2022, 2, 1), 1);
  BureauTables tables(*catalog_, totals_);
  const DayInterval year = {Day(2022, 1, 1), Day(2022, 12, 31)};
  const BureauTable* first = &tables.Flows(kReceived, std::nullopt, year);
  tables.Levels(kTeams, std::nullopt, year.last);
  EXPECT_EQ(&tables.Flows(kReceived, std::nullopt, year), first);
}

}  // namespace
}  // namespace jurimeter
