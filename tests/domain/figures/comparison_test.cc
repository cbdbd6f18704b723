#include "domain/figures/comparison.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace jurimeter {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

Value CountOf(int64_t count) { return {FigureStatus::kOk, count, Fraction(count)}; }
Value RatioOf(int64_t over, int64_t under) {
  return {FigureStatus::kOk, RatioParts{over, under}, Fraction(over, under)};
}
Value Without(FigureStatus status) { return {status}; }

TEST(NumberOfTest, TakesDecimalsAndPerIntoAccount) {
  EXPECT_EQ(NumberOf(7, 1, {}), Fraction(7));
  EXPECT_EQ(NumberOf(12'345, 1, {.quantity_decimals = 2}), Fraction(12'345, 100));
  EXPECT_EQ(NumberOf(3, 4, {.per = 1000}), Fraction(750));
  EXPECT_EQ(NumberOf(1, 25, {.denominator_decimals = 2}), Fraction(4));
  EXPECT_EQ(NumberOf(kMin, 1, {.per = 1'000'000'000, .denominator_decimals = 6}),
            Fraction(absl::int128(kMin) * 1'000'000'000 * 1'000'000));
}

TEST(ComparisonTest, ComparesCountsAndRatios) {
  EXPECT_EQ(GrowthOf(CountOf(80), CountOf(33)).number, Fraction(47, 33));
  EXPECT_EQ(MultipleOf(CountOf(80), CountOf(33)).number, Fraction(80, 33));
  EXPECT_EQ(ChangeOf(CountOf(80), CountOf(33), {}).number, Fraction(47));
  EXPECT_EQ(ChangeOf(RatioOf(1, 2), RatioOf(1, 3), {}).number, Fraction(1, 6));
  EXPECT_EQ(GrowthOf(RatioOf(1, 2), RatioOf(1, 3)).number, Fraction(1, 2));
  EXPECT_EQ(AverageGrowthOf(CountOf(4), CountOf(1), 2).number, Fraction(1));
  EXPECT_EQ(GrowthOf(CountOf(80), CountOf(33)).exact, Exact(GrowthParts{80, 33}));
  EXPECT_EQ(ChangeOf(RatioOf(1, 2), RatioOf(1, 3), {}).exact, Exact(GrowthParts{1, 1, 2, 3}));
}

TEST(ComparisonTest, HoldsTheLargestCounts) {
  EXPECT_EQ(ChangeOf(RatioOf(kMin, kMax), RatioOf(kMax, kMax), {}).status, FigureStatus::kOk);
  EXPECT_EQ(ChangeOf(CountOf(kMax), CountOf(kMin), {}).number, Fraction(absl::int128(kMax) - kMin));
  EXPECT_EQ(ChangeOf(RatioOf(kMax - 2, kMax), RatioOf(kMin, kMax - 1), {.per = 1000}).status,
            FigureStatus::kOverflow);
}

TEST(ComparisonTest, SaysWhyThereIsNoNumber) {
  using enum FigureStatus;
  const Value some = CountOf(5);
  const struct {
    Value current, prior;
    FigureStatus growth, change, average;
  } kCases[] = {
      {some, CountOf(0), kUndefined, kOk, kUndefined},
      {some, CountOf(-1), kUndefined, kOk, kUndefined},
      {CountOf(-1), some, kOk, kOk, kUndefined},
      {some, Without(kNoData), kUndefined, kUndefined, kUndefined},
      {Without(kNoData), some, kNoData, kNoData, kNoData},
      {Without(kNoData), Without(kNoData), kNoData, kNoData, kNoData},
      {some, Without(kOverflow), kOverflow, kOverflow, kOverflow},
      {Without(kNotApplicable), some, kNotApplicable, kNotApplicable, kNotApplicable},
      {some, Without(kUndefined), kUndefined, kUndefined, kUndefined},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(GrowthOf(c.current, c.prior).status, c.growth);
    EXPECT_EQ(MultipleOf(c.current, c.prior).status, c.growth);
    EXPECT_EQ(ChangeOf(c.current, c.prior, {}).status, c.change);
    EXPECT_EQ(AverageGrowthOf(c.current, c.prior, 3).status, c.average);
  }
}

}  // namespace
}  // namespace jurimeter
