#include "domain/audit/ratio_interval.h"

#include <gtest/gtest.h>

namespace jurimeter::audit {
namespace {

using absl::int128;

RatioInterval Between(int128 low_over, int128 low_under, int128 high_over, int128 high_under,
                      bool low_open = false, bool high_open = false) {
  return {.low = {low_over, low_under, low_open}, .high = {high_over, high_under, high_open}};
}

TEST(RatioIntervalTest, KnowsWhenItIsEmpty) {
  EXPECT_FALSE(RatioInterval{}.empty());
  EXPECT_FALSE(Between(1, 3, 1, 2).empty());
  EXPECT_FALSE(Between(1, 2, 2, 4).empty());
  EXPECT_TRUE(Between(1, 2, 2, 4, true, false).empty());
  EXPECT_TRUE(Between(1, 2, 2, 4, false, true).empty());
  EXPECT_TRUE(Between(1, 2, 1, 3).empty());
  EXPECT_FALSE(Between(5, 1, 1, 0).empty());
}

TEST(RatioIntervalTest, InvertsItsEnds) {
  EXPECT_EQ(Between(1, 3, 1, 2, true, false).Inverted(), Between(2, 1, 3, 1, false, true));
  EXPECT_EQ(Between(0, 1, 1, 2).Inverted(), Between(2, 1, 1, 0));
}

TEST(RatioIntervalTest, HoldsWholeNumbersWithinItsEnds) {
  const struct {
    RatioInterval interval;
    int factor, least, greatest;
  } kCases[] = {
      {Between(1, 3, 1, 2), 6, 2, 3},
      {Between(1, 3, 1, 2, true, true), 6, 3, 2},
      {Between(1, 3, 1, 2), 7, 3, 3},
      {Between(1, 3, 1, 2), 1, 1, 0},
      {Between(0, 1, 0, 1), 5, 0, 0},
      {Between(0, 1, 0, 1, false, true), 5, 0, -1},
      {Between(0, 1, 1, 1, true, true), 1, 1, 0},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(LeastWithin(c.interval.low, c.factor), c.least) << c.factor;
    EXPECT_EQ(GreatestWithin(c.interval.high, c.factor), c.greatest) << c.factor;
    EXPECT_EQ(HoldsWhole(c.interval, c.factor), c.least <= c.greatest) << c.factor;
  }
  EXPECT_TRUE(HoldsWhole(Between(5, 1, 1, 0), 1));
}

}  // namespace
}  // namespace jurimeter::audit
