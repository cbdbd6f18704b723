#include "domain/totals/totals.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "domain/values/calendar.h"
#include "tests/support/seeded_test.h"
#include "tests/support/year_totals.h"

namespace jurimeter {
namespace {

using test::DaysOf;
using test::SheetsOf;
using testing::ElementsAre;

constexpr IndicatorKey kIndicator = 2, kOtherIndicator = 5;
constexpr SheetCell kCell{1, 0};
constexpr SheetCell kOtherCell{1, 3};

int32_t Day(int year, int month, int day) { return DayNumber(absl::CivilDay(year, month, day)); }

EventId Id(int number) {
  return *EventId::Parse(absl::StrFormat("00000000-0000-0000-0000-%012x", number));
}

Level MakeLevel(int64_t level, int second, int id) {
  return {level, absl::FromUnixSeconds(second), Id(id)};
}

TotalsChange FlowChange(int32_t day, const SheetCell& cell, int64_t total, int64_t events,
                        IndicatorKey indicator = kIndicator) {
  TotalsChange change;
  change.flows = {{{cell.bureau, indicator, cell.category}, {day, {total, events}}}};
  return change;
}

TotalsChange LevelChange(int32_t day, const SheetCell& cell, const Level& level) {
  TotalsChange change;
  change.levels = {{{cell.bureau, kIndicator, cell.category}, {day, level, 1}}};
  return change;
}

const MonthSheet& SheetOf(const Totals& totals, int year, int month,
                          IndicatorKey indicator = kIndicator) {
  return *totals.MonthsOf(indicator).at(year * 12 + month - 1);
}

TEST(TotalsTest, StartEmpty) {
  const Totals totals(7);
  EXPECT_EQ(totals.revision(), 7);
  EXPECT_TRUE(totals.MonthsOf(kIndicator).empty());
  EXPECT_TRUE(totals.indicators().empty());
}

TEST(TotalsTest, MonthsAreThoseOfTheCalendar) {
  EXPECT_EQ(MonthOfDay(Day(2023, 1, 1)), 2023 * 12);
  EXPECT_EQ(MonthOfDay(Day(2023, 12, 31)), 2023 * 12 + 11);
  EXPECT_EQ(MonthOfDay(Day(2024, 2, 29)), 2024 * 12 + 1);
  EXPECT_EQ(MonthOfDay(Day(1900, 1, 1)), 1900 * 12);
}

TEST(TotalsTest, FlowsAddUpByDayAndMonth) {
  Totals totals;
  totals.Apply(FlowChange(Day(2023, 3, 5), kCell, 5, 2), 1);
  totals.Apply(FlowChange(Day(2023, 3, 31), kCell, 7, 1), 2);
  totals.Apply(FlowChange(Day(2023, 3, 5), kCell, 10, 1), 3);
  totals.Apply(FlowChange(Day(2023, 3, 1), kCell, 1, 1), 4);
  totals.Apply(FlowChange(Day(2023, 3, 5), kOtherCell, 1, 1), 5);
  totals.Apply(FlowChange(Day(2023, 4, 1), kCell, 100, 4), 6);
  totals.Apply(FlowChange(Day(2023, 3, 5), kCell, 3, 1, kOtherIndicator), 8);
  EXPECT_EQ(totals.revision(), 8);
  const FlowMonth& march = *SheetOf(totals, 2023, 3).flows.at(kCell);
  EXPECT_EQ(march.sum, (FlowTotal{23, 5}));
  EXPECT_THAT(DaysOf(march),
              ElementsAre(DayFlow{Day(2023, 3, 1), {1, 1}}, DayFlow{Day(2023, 3, 5), {15, 3}},
                          DayFlow{Day(2023, 3, 31), {7, 1}}));
  EXPECT_EQ(SheetOf(totals, 2023, 3).flows.at(kOtherCell)->sum, (FlowTotal{1, 1}));
  EXPECT_EQ(SheetOf(totals, 2023, 4).flows.at(kCell)->sum, (FlowTotal{100, 4}));
  EXPECT_EQ(SheetOf(totals, 2023, 3, kOtherIndicator).flows.at(kCell)->sum, (FlowTotal{3, 1}));
  EXPECT_EQ(totals.MonthsOf(kIndicator).size(), 2u);
}

TEST(TotalsTest, AnEmptyChangeMovesTheRevisionOnly) {
  Totals totals;
  totals.Apply({}, 2);
  EXPECT_EQ(totals.revision(), 2);
  EXPECT_TRUE(totals.indicators().empty());
}

TEST(TotalsTest, ACopyStaysAsItWasAndSharesWhatDidNotChange) {
  Totals totals;
  totals.Apply(FlowChange(Day(2023, 1, 1), kCell, 1, 1), 1);
  totals.Apply(FlowChange(Day(2023, 2, 1), kCell, 1, 1), 2);
  totals.Apply(FlowChange(Day(2023, 2, 1), kCell, 1, 1, kOtherIndicator), 3);
  const Totals published = totals;
  totals.Apply(FlowChange(Day(2023, 2, 1), kCell, 1, 1), 4);
  EXPECT_EQ(published.revision(), 3);
  EXPECT_EQ(SheetOf(published, 2023, 2).flows.at(kCell)->sum, (FlowTotal{1, 1}));
  EXPECT_EQ(SheetOf(totals, 2023, 2).flows.at(kCell)->sum, (FlowTotal{2, 2}));
  EXPECT_EQ(&SheetOf(published, 2023, 1), &SheetOf(totals, 2023, 1));
  EXPECT_EQ(published.indicators().at(kOtherIndicator), totals.indicators().at(kOtherIndicator));
}

TEST(TotalsTest, AChangeCopiesOnlyTheCellsThatItTouches) {
  const int32_t day = Day(2023, 2, 1);
  Totals totals;
  for (const SheetCell& cell : {kCell, kOtherCell}) {
    totals.Apply(FlowChange(day, cell, 1, 1), 1);
    totals.Apply(LevelChange(day, cell, MakeLevel(1, 1, 1)), 2);
  }
  const Totals published = totals;
  TotalsChange change;
  for (const int32_t each : {day, day + 1, day}) {
    change.flows.push_back(FlowChange(each, kCell, 5, 2).flows[0]);
    change.levels.push_back(LevelChange(each, kCell, MakeLevel(7, each, 2)).levels[0]);
  }
  totals.Apply(change, 3);

  const MonthSheet& before = SheetOf(published, 2023, 2);
  EXPECT_THAT(DaysOf(*before.flows.at(kCell)), ElementsAre(DayFlow{day, {1, 1}}));
  EXPECT_THAT(before.levels.at(kCell)->days, ElementsAre(DayLevel{day, MakeLevel(1, 1, 1), 1}));
  const MonthSheet& after = SheetOf(totals, 2023, 2);
  EXPECT_THAT(DaysOf(*after.flows.at(kCell)),
              ElementsAre(DayFlow{day, {11, 5}}, DayFlow{day + 1, {5, 2}}));
  EXPECT_THAT(after.levels.at(kCell)->days,
              ElementsAre(DayLevel{day, MakeLevel(7, day, 2), 3},
                          DayLevel{day + 1, MakeLevel(7, day + 1, 2), 1}));
  EXPECT_EQ(after.flows.at(kOtherCell), before.flows.at(kOtherCell));  // the same objects
  EXPECT_EQ(after.levels.at(kOtherCell), before.levels.at(kOtherCell));
}

// Reports of two indicators on few cells over a turn of the year, some of them in one month.
class TotalsRandomTest : public test::SeededTest {
 protected:
  int UpTo(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

  TotalsChange Drawn() {
    TotalsChange change;
    for (int i = UpTo(12); i > 0; --i) {
      const CellKey cell = {1 + UpTo(2), 1 + UpTo(1), UpTo(1)};
      const int32_t day = Day(2023, 12, 20) + UpTo(UpTo(9) == 0 ? 200 : 30);
      if (UpTo(1) == 0) {
        change.flows.push_back({cell, {day, {UpTo(1000), 1 + UpTo(200)}}});
      } else {
        change.levels.push_back({cell, {day, MakeLevel(UpTo(9), UpTo(9), ++reports_), 1}});
      }
    }
    return change;
  }

  std::mt19937 random_{seed()};
  int reports_ = 0;
};

using PlainSheets = decltype(SheetsOf(Totals()));

// Adds a change day by day, without anything of Totals.
void AddTo(PlainSheets* sheets, const TotalsChange& change) {
  for (const auto& [cell, added] : change.flows) {
    auto& [sum, days] =
        (*sheets)[{cell.indicator, MonthOfDay(added.day)}].flows[{cell.bureau, cell.category}];
    sum += added.flow;
    const auto place = std::ranges::lower_bound(days, added.day, {}, &DayFlow::day);
    const bool present = place != days.end() && place->day == added.day;
    (present ? place : days.insert(place, {added.day, {}}))->flow += added.flow;
  }
  for (const TotalsChange::CellLevel& level : change.levels) {
    const CellKey& cell = level.cell;
    const DayLevel& added = level.day;
    std::vector<DayLevel>& days =
        (*sheets)[{cell.indicator, MonthOfDay(added.day)}].levels[{cell.bureau, cell.category}];
    const auto place = std::ranges::lower_bound(days, added.day, {}, &DayLevel::day);
    const bool present = place != days.end() && place->day == added.day;
    DayLevel& day = *(present ? place : days.insert(place, {added.day, added.last, 0}));
    day.events += added.events;
    if (added.last.Supersedes(day.last)) day.last = added.last;
  }
}

INSTANTIATE_SEEDS(TotalsRandomTest);

TEST_P(TotalsRandomTest, WhatWasPublishedStaysAsItWas) {
  for (int round = 0; round < 20; ++round) {
    Totals totals;
    PlainSheets expected;
    std::vector<std::pair<Totals, PlainSheets>> published;
    for (int revision = 1; revision <= 60; ++revision) {
      const TotalsChange change = Drawn();
      totals.Apply(change, revision);
      AddTo(&expected, change);
      ASSERT_TRUE(SheetsOf(totals) == expected) << "revision " << revision;
      if (UpTo(2) == 0) published.emplace_back(totals, expected);
    }
    for (const auto& [copy, sheets] : published) {
      ASSERT_TRUE(SheetsOf(copy) == sheets) << "revision " << copy.revision();
    }
  }
}

TEST(TotalsTest, WhatIsRetractedLeavesNothingBehind) {
  const int32_t day = Day(2023, 6, 1);
  Totals totals;
  totals.Apply(FlowChange(day, kCell, 5, 1), 1);
  totals.Apply(FlowChange(day, kCell, 7, 1), 2);
  totals.Apply(LevelChange(day, kOtherCell, MakeLevel(9, 100, 1)), 3);
  const Totals published = totals;
  totals.Apply(FlowChange(day, kCell, -5, -1), 4);
  EXPECT_EQ(SheetOf(totals, 2023, 6).flows.at(kCell)->sum, (FlowTotal{7, 1}));
  // The addition stands behind its retraction.
  TotalsChange both = FlowChange(day + 1, kCell, -3, -1);
  both.flows.push_back(FlowChange(day + 1, kCell, 3, 1).flows[0]);
  totals.Apply(both, 5);
  EXPECT_THAT(DaysOf(*SheetOf(totals, 2023, 6).flows.at(kCell)), ElementsAre(DayFlow{day, {7, 1}}));
  totals.Apply(FlowChange(day, kCell, -7, -1), 6);
  EXPECT_FALSE(SheetOf(totals, 2023, 6).flows.contains(kCell));
  TotalsChange last;
  last.retracted = {{{kOtherCell.bureau, kIndicator, kOtherCell.category}, day, std::nullopt, 7}};
  totals.Apply(last, 7);
  EXPECT_TRUE(totals.indicators().empty());
  EXPECT_EQ(SheetOf(published, 2023, 6).flows.at(kCell)->sum, (FlowTotal{12, 2}));
}

// A log of reports on few cells and days, some of which are retracted in the entries after them.
class RetractionRandomTest : public test::SeededTest {
 protected:
  struct Report {
    CellKey cell;
    int32_t day;
    bool is_stock;
    Level level;  // its quantity too
    int64_t revision;
    bool stands = true;
  };

  int UpTo(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

  void Add(int64_t revision, TotalsChange* change) {
    const int id = static_cast<int>(reports_.size()) + 1;
    const Report report = {{1, 1 + UpTo(1), UpTo(1)},
                           Day(2023, 12, 30) + UpTo(3),
                           UpTo(1) == 0,
                           MakeLevel(UpTo(9), UpTo(5), id),
                           revision};
    reports_.push_back(report);
    CellKey cell = report.cell;
    if (report.is_stock) {
      cell.indicator += 10;
      reports_.back().cell = cell;
      change->levels.push_back({cell, {report.day, report.level, 1}, revision});
    } else {
      change->flows.push_back({cell, {report.day, {report.level.level, 1}}});
    }
  }

  // Retracts some that came before the entry; of stocks each names the report that stands after all
  // of them.
  void RetractSome(int64_t revision, TotalsChange* change) {
    std::vector<const Report*> retracted;
    for (Report& report : reports_) {
      if (!report.stands || report.revision >= revision || UpTo(4) > 0) continue;
      report.stands = false;
      retracted.push_back(&report);
    }
    std::shuffle(retracted.begin(), retracted.end(), random_);
    for (const Report* report : retracted) {
      if (report->is_stock) {
        change->retracted.push_back({report->cell, report->day, Standing(*report), revision});
      } else {
        change->flows.push_back({report->cell, {report->day, {-report->level.level, -1}}});
      }
    }
  }

  std::optional<Level> Standing(const Report& beside) const {
    std::optional<Level> last;
    for (const Report& each : reports_) {
      if (!each.stands || each.cell != beside.cell || each.day != beside.day) continue;
      if (!last || each.level.Supersedes(*last)) last = each.level;
    }
    return last;
  }

  // What stands, added up anew.
  Totals Anew(int64_t revision) const {
    TotalsChange all;
    for (const Report& each : reports_) {
      if (!each.stands) continue;
      if (each.is_stock) {
        all.levels.push_back({each.cell, {each.day, each.level, 1}});
      } else {
        all.flows.push_back({each.cell, {each.day, {each.level.level, 1}}});
      }
    }
    Totals totals;
    totals.Apply(all, revision);
    return totals;
  }

  std::mt19937 random_{seed()};
  std::vector<Report> reports_;
};

INSTANTIATE_SEEDS(RetractionRandomTest);

TEST_P(RetractionRandomTest, EqualsWhatStandsHoweverManyEntriesAreAppliedAtOnce) {
  for (int round = 0; round < 30; ++round) {
    reports_.clear();
    Totals totals;
    int64_t revision = 0;
    while (revision < 40) {
      TotalsChange change;
      for (int entries = UpTo(5); entries >= 0; --entries) {
        ++revision;
        for (int i = UpTo(6); i > 0; --i) Add(revision, &change);
        RetractSome(revision, &change);
      }
      std::shuffle(change.flows.begin(), change.flows.end(), random_);
      std::shuffle(change.levels.begin(), change.levels.end(), random_);
      std::shuffle(change.retracted.begin(), change.retracted.end(), random_);
      totals.Apply(change, revision);
      ASSERT_TRUE(SheetsOf(totals) == SheetsOf(Anew(revision))) << "revision " << revision;
    }
  }
}

TEST(TotalsTest, TheLastLevelStandsInWhateverOrderTheyArrive) {
  // The later moment stands; of one moment the greater id.
  const int32_t day = Day(2023, 6, 1);
  std::vector<TotalsChange> changes = {
      LevelChange(day, kCell, MakeLevel(9, 100, 9)),
      LevelChange(day, kCell, MakeLevel(4, 200, 1)),
      LevelChange(day, kCell, MakeLevel(5, 200, 3)),
      LevelChange(day, kCell, MakeLevel(6, 200, 2)),
      LevelChange(day - 1, kCell, MakeLevel(1, 50, 5)),
      FlowChange(day, kOtherCell, 3, 1),
      FlowChange(day - 1, kOtherCell, 4, 2),
  };
  std::vector<size_t> order = {0, 1, 2, 3, 4, 5, 6};
  int orders = 0;
  do {
    Totals totals;
    int64_t revision = 0;
    for (const size_t place : order) totals.Apply(changes[place], ++revision);
    ASSERT_THAT(SheetOf(totals, 2023, 6).levels.at(kCell)->days,
                ElementsAre(DayLevel{day, MakeLevel(5, 200, 3), 4}));
    ASSERT_THAT(SheetOf(totals, 2023, 5).levels.at(kCell)->days,
                ElementsAre(DayLevel{day - 1, MakeLevel(1, 50, 5), 1}));
    ASSERT_EQ(SheetOf(totals, 2023, 6).flows.at(kOtherCell)->sum, (FlowTotal{3, 1}));
    ++orders;
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(orders, 5040);
}

TEST(LevelTest, SupersedesByMomentThenId) {
  const struct {
    Level newer;
    Level older;
  } kCases[] = {
      {MakeLevel(1, 2, 1), MakeLevel(9, 1, 9)},
      {MakeLevel(1, 1, 2), MakeLevel(9, 1, 1)},
  };
  for (const auto& c : kCases) {
    EXPECT_TRUE(c.newer.Supersedes(c.older));
    EXPECT_FALSE(c.older.Supersedes(c.newer));
    EXPECT_FALSE(c.newer.Supersedes(c.newer));
  }
}

}  // namespace
}  // namespace jurimeter
