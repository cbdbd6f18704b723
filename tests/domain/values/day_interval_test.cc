#include "domain/values/day_interval.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <ostream>
#include <random>
#include <set>

#include "tests/support/seeded_test.h"

namespace jurimeter {

void PrintTo(const DayInterval& days, std::ostream* out) {
  *out << days.first << ".." << days.last;
}

namespace {

constexpr int32_t kLeast = std::numeric_limits<int32_t>::min();
constexpr int32_t kMost = std::numeric_limits<int32_t>::max();

TEST(DayIntervalTest, ContainsBothEnds) {
  const DayInterval days = {-1, 1};
  EXPECT_TRUE(days.Contains(-1));
  EXPECT_TRUE(days.Contains(1));
  EXPECT_FALSE(days.Contains(-2));
  EXPECT_FALSE(days.Contains(2));
}

TEST(DayIntervalTest, UnitesWhatOverlapsOrAdjoins) {
  const struct {
    std::vector<DayInterval> intervals;
    DayIntervals united;
  } kCases[] = {
      {{}, {}},
      {{{2, 1}}, {}},
      {{{1, 1}}, {{1, 1}}},
      {{{4, 6}, {1, 3}}, {{1, 6}}},
      {{{1, 3}, {5, 6}}, {{1, 3}, {5, 6}}},
      {{{1, 9}, {2, 3}, {5, 6}}, {{1, 9}}},
      {{{1, 3}, {1, 3}, {3, 4}}, {{1, 4}}},
      {{{-5, -1}, {0, 0}, {9, 8}}, {{-5, 0}}},
      {{{kLeast, kMost}, {0, 0}}, {{kLeast, kMost}}},
  };
  for (const auto& c : kCases) EXPECT_EQ(Unite(c.intervals), c.united);
}

TEST(DayIntervalTest, IntersectsAndSubtracts) {
  const struct {
    DayIntervals days, others, common, left;
  } kCases[] = {
      {{}, {{1, 9}}, {}, {}},
      {{{1, 9}}, {}, {}, {{1, 9}}},
      {{{1, 9}}, {{1, 9}}, {{1, 9}}, {}},
      {{{1, 9}}, {{4, 4}}, {{4, 4}}, {{1, 3}, {5, 9}}},
      {{{1, 9}}, {{0, 1}, {9, 10}}, {{1, 1}, {9, 9}}, {{2, 8}}},
      {{{1, 3}, {5, 7}}, {{2, 6}}, {{2, 3}, {5, 6}}, {{1, 1}, {7, 7}}},
      {{{1, 3}, {5, 7}}, {{0, 9}}, {{1, 3}, {5, 7}}, {}},
      {{{1, 3}, {5, 7}}, {{4, 4}}, {}, {{1, 3}, {5, 7}}},
      {{{1, 3}, {5, 7}}, {{8, 9}}, {}, {{1, 3}, {5, 7}}},
      {{{kLeast, kMost}}, {{kMost, kMost}}, {{kMost, kMost}}, {{kLeast, kMost - 1}}},
      {{{kLeast, kMost}}, {{kLeast, kLeast}}, {{kLeast, kLeast}}, {{kLeast + 1, kMost}}},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Intersect(c.days, c.others), c.common);
    EXPECT_EQ(Intersect(c.others, c.days), c.common);
    EXPECT_EQ(Subtract(c.days, c.others), c.left);
  }
}

TEST(DayIntervalTest, CountsDays) {
  EXPECT_EQ(CountDays({}), 0);
  EXPECT_EQ(CountDays({{-1, 1}, {3, 3}}), 4);
  EXPECT_EQ(CountDays({{kLeast, kMost}}), int64_t{1} << 32);
}

std::set<int32_t> DaysIn(const std::vector<DayInterval>& intervals) {
  std::set<int32_t> days;
  for (const DayInterval& each : intervals) {
    for (int32_t day = each.first; day <= each.last; ++day) days.insert(day);
  }
  return days;
}

// The list of `days`.
DayIntervals ListOf(const std::set<int32_t>& days) {
  DayIntervals list;
  for (const int32_t day : days) {
    if (!list.empty() && list.back().last + 1 == day) {
      list.back().last = day;
    } else {
      list.push_back({day, day});
    }
  }
  return list;
}

using DayIntervalRandomTest = test::SeededTest;

TEST_P(DayIntervalRandomTest, AgreesWithSets) {
  std::mt19937 random(seed());
  const auto draw = [&random] {
    std::vector<DayInterval> intervals(random() % 8);
    for (DayInterval& each : intervals) {
      each.first = static_cast<int32_t>(random() % 40);
      each.last = each.first + static_cast<int32_t>(random() % 8) - 1;
    }
    return intervals;
  };
  for (int round = 0; round < 2'000; ++round) {
    const std::vector<DayInterval> intervals = draw(), others = draw();
    const std::set<int32_t> days = DaysIn(intervals), taken = DaysIn(others);
    std::set<int32_t> common, left;
    for (const int32_t day : days) (taken.contains(day) ? common : left).insert(day);
    ASSERT_EQ(Unite(intervals), ListOf(days));
    ASSERT_EQ(Intersect(Unite(intervals), Unite(others)), ListOf(common));
    ASSERT_EQ(Subtract(Unite(intervals), Unite(others)), ListOf(left));
    ASSERT_EQ(CountDays(Unite(intervals)), static_cast<int64_t>(days.size()));
  }
}

INSTANTIATE_SEEDS(DayIntervalRandomTest);

}  // namespace
}  // namespace jurimeter
