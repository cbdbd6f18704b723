#include "domain/totals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "absl/strings/str_format.h"

namespace jurimeter {
namespace {

constexpr CellKey kCell{1, 2, 0};
constexpr CellKey kOtherCell{1, 2, 3};

EventId Id(int number) {
  return *EventId::Parse(absl::StrFormat("00000000-0000-0000-0000-%012x", number));
}

Level MakeLevel(int64_t level, int second, int id) {
  return {level, absl::FromUnixSeconds(second), Id(id)};
}

TotalsChange FlowChange(int year, CellKey key, int64_t total, int64_t events) {
  TotalsChange change;
  change[year].flows[key] = {total, events};
  return change;
}

TotalsChange LevelChange(int year, CellKey key, const Level& level) {
  TotalsChange change;
  change[year].levels.insert({key, level});
  return change;
}

TEST(TotalsTest, StartEmpty) {
  const Totals totals(7);
  EXPECT_EQ(totals.revision(), 7);
  EXPECT_EQ(totals.Year(2023), nullptr);
  EXPECT_TRUE(totals.years().empty());
}

TEST(TotalsTest, FlowsAddUpByYearAndCell) {
  Totals totals;
  totals.Apply(FlowChange(2023, kCell, 5, 2), 1);
  totals.Apply(FlowChange(2023, kCell, 7, 1), 2);
  totals.Apply(FlowChange(2023, kOtherCell, 1, 1), 3);
  totals.Apply(FlowChange(2022, kCell, 100, 4), 5);
  EXPECT_EQ(totals.revision(), 5);
  ASSERT_NE(totals.Year(2023), nullptr);
  EXPECT_EQ(totals.Year(2023)->flows.at(kCell), (FlowTotal{12, 3}));
  EXPECT_EQ(totals.Year(2023)->flows.at(kOtherCell), (FlowTotal{1, 1}));
  EXPECT_EQ(totals.Year(2022)->flows.at(kCell), (FlowTotal{100, 4}));
  EXPECT_EQ(totals.Year(2024), nullptr);
}

TEST(TotalsTest, AnEmptyChangeMovesTheRevisionOnly) {
  Totals totals;
  totals.Apply({{2023, YearTotals{}}}, 1);
  totals.Apply({}, 2);
  EXPECT_EQ(totals.revision(), 2);
  EXPECT_EQ(totals.Year(2023), nullptr);
}

TEST(TotalsTest, ACopyStaysAsItWas) {
  Totals totals;
  totals.Apply(FlowChange(2022, kCell, 1, 1), 1);
  totals.Apply(FlowChange(2023, kCell, 1, 1), 2);
  const Totals published = totals;
  totals.Apply(FlowChange(2023, kCell, 1, 1), 3);
  EXPECT_EQ(published.revision(), 2);
  EXPECT_EQ(published.Year(2023)->flows.at(kCell), (FlowTotal{1, 1}));
  EXPECT_EQ(totals.Year(2023)->flows.at(kCell), (FlowTotal{2, 2}));
  EXPECT_EQ(published.Year(2022), totals.Year(2022)) << "years that did not change are shared";
}

TEST(TotalsTest, TheLastLevelStandsInWhateverOrderTheyArrive) {
  // The later moment stands; of one moment the greater id.
  std::vector<TotalsChange> changes = {
      LevelChange(2023, kCell, MakeLevel(9, 100, 9)),
      LevelChange(2023, kCell, MakeLevel(4, 200, 1)),
      LevelChange(2023, kCell, MakeLevel(5, 200, 3)),
      LevelChange(2023, kCell, MakeLevel(6, 200, 2)),
      LevelChange(2023, kOtherCell, MakeLevel(1, 300, 5)),
      FlowChange(2023, kCell, 3, 1),
      FlowChange(2023, kCell, 4, 2),
  };
  std::vector<size_t> order = {0, 1, 2, 3, 4, 5, 6};
  int orders = 0;
  do {
    Totals totals;
    int64_t revision = 0;
    for (const size_t place : order) totals.Apply(changes[place], ++revision);
    ASSERT_EQ(totals.Year(2023)->levels.at(kCell), MakeLevel(5, 200, 3));
    ASSERT_EQ(totals.Year(2023)->levels.at(kOtherCell), MakeLevel(1, 300, 5));
    ASSERT_EQ(totals.Year(2023)->flows.at(kCell), (FlowTotal{7, 3}));
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
