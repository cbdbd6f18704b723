#include "domain/values/fraction.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <iterator>
#include <limits>

namespace jurimeter {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

TEST(FractionTest, RoundsInEveryModeSymmetrically) {
  const struct {
    int64_t numerator;
    int64_t denominator;
    int shift;
    int64_t half_up;
    int64_t half_even;
    int64_t down;
    int64_t up;
  } kCases[] = {
      // Whole numbers, which nothing rounds.
      {0, 7, 3, 0, 0, 0, 0},
      {6, 3, 0, 2, 2, 2, 2},
      {1, 4, 2, 25, 25, 25, 25},
      {1200, 1, -2, 12, 12, 12, 12},
      // Exact ties, to an even and to an odd digit.
      {1, 2, 0, 1, 0, 0, 1},
      {3, 2, 0, 2, 2, 1, 2},
      {5, 2, 0, 3, 2, 2, 3},
      {7, 2, 0, 4, 4, 3, 4},
      {1, 8, 2, 13, 12, 12, 13},
      {3, 8, 2, 38, 38, 37, 38},
      {25, 10, 0, 3, 2, 2, 3},
      {5, 1, -1, 1, 0, 0, 1},
      {15, 1, -1, 2, 2, 1, 2},
      {25, 1, -1, 3, 2, 2, 3},
      {250, 1, -2, 3, 2, 2, 3},
      {5, 10, 0, 1, 0, 0, 1},
      // Just off a tie.
      {49, 100, 0, 0, 0, 0, 1},
      {51, 100, 0, 1, 1, 0, 1},
      {251, 1, -2, 3, 3, 2, 3},
      {249, 1, -2, 2, 2, 2, 3},
      {501, 2, -2, 3, 3, 2, 3},
      {499, 2, -2, 2, 2, 2, 3},
      {2500001, 1, -6, 3, 3, 2, 3},
      // Below the first digit.
      {1, 3, 0, 0, 0, 0, 1},
      {4, 1, -1, 0, 0, 0, 1},
      {1, 1, -30, 0, 0, 0, 1},
      // The report's.
      {1756, 1767, 4, 9938, 9938, 9937, 9938},
      {1755, 1767, 4, 9932, 9932, 9932, 9933},
      {1757, 1767, 4, 9943, 9943, 9943, 9944},
      {47, 33, 3, 1424, 1424, 1424, 1425},
      // As large as they come.
      {kMax, 1, 0, kMax, kMax, kMax, kMax},
      {kMax, kMax, 18, 1'000'000'000'000'000'000, 1'000'000'000'000'000'000,
       1'000'000'000'000'000'000, 1'000'000'000'000'000'000},
      {1, kMax, 18, 0, 0, 0, 1},
      {kMax - 1, kMax, 0, 1, 1, 0, 1},
      {kMax, 1, -18, 9, 9, 9, 10},
  };
  for (const auto& c : kCases) {
    for (const int sign : {1, -1}) {
      const Fraction value(absl::int128(c.numerator) * sign, c.denominator);
      SCOPED_TRACE(testing::Message()
                   << sign * c.numerator << '/' << c.denominator << " * 10^" << c.shift);
      EXPECT_EQ(*value.Scaled(c.shift, Rounding::kHalfUp), sign * c.half_up);
      EXPECT_EQ(*value.Scaled(c.shift, Rounding::kHalfEven), sign * c.half_even);
      EXPECT_EQ(*value.Scaled(c.shift, Rounding::kDown), sign * c.down);
      EXPECT_EQ(*value.Scaled(c.shift, Rounding::kUp), sign * c.up);
      EXPECT_EQ(value.IsWholeAt(c.shift), c.down == c.up);
    }
  }
}

TEST(FractionTest, NineDecimalsOfA64BitNumberFit) {
  EXPECT_EQ(*Fraction(kMax).Scaled(11, Rounding::kHalfUp),
            absl::int128(kMax) * absl::int128(100'000'000'000));
  EXPECT_EQ(*Fraction(kMin).Scaled(11, Rounding::kHalfUp),
            absl::int128(kMin) * absl::int128(100'000'000'000));
  // 10^20 + 10^20 / (kMax - 1), of which the second is 10.84.
  EXPECT_EQ(*Fraction(kMax, kMax - 1).Scaled(20, Rounding::kDown),
            absl::int128(10'000'000'000) * 10'000'000'000 + 10);
}

TEST(FractionTest, WhatDoesNotFitIsAbsent) {
  const absl::int128 max = absl::Int128Max();
  const absl::int128 min = absl::Int128Min();
  EXPECT_EQ(*Fraction(max).Scaled(0, Rounding::kHalfUp), max);
  EXPECT_EQ(*Fraction(min).Scaled(0, Rounding::kHalfUp), min);
  const struct {
    Fraction value;
    int shift;
    Rounding rounding;
  } kCases[] = {
      {Fraction(max), 1, Rounding::kDown},   {Fraction(min), 1, Rounding::kDown},
      {Fraction(1), 39, Rounding::kDown},    {Fraction(-1), 39, Rounding::kDown},
      {Fraction(2, 1), 38, Rounding::kDown}, {Fraction(kMax), 20, Rounding::kHalfUp},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(c.value.Scaled(c.shift, c.rounding), std::nullopt) << c.shift;
  }
}

TEST(FractionTest, AnyDenominatorDivides) {
  const absl::int128 max = absl::Int128Max();
  EXPECT_EQ(*Fraction(max - 1, max).Scaled(3, Rounding::kDown), 999);
  EXPECT_EQ(*Fraction(max - 1, max).Scaled(3, Rounding::kHalfUp), 1000);
  EXPECT_EQ(*Fraction(1, max).Scaled(37, Rounding::kUp), 1);
}

TEST(FractionTest, ComparesByValue) {
  const absl::int128 max = absl::Int128Max();
  const Fraction kAscending[] = {
      Fraction(absl::Int128Min()),
      Fraction(-max),
      Fraction(-3, 2),
      Fraction(-1),
      Fraction(-1, max),
      Fraction(0, 5),
      Fraction(1, max),
      Fraction(1, max - 1),
      Fraction(1, 3),
      Fraction(1, 2),
      Fraction(kMax - 2, kMax - 1),
      Fraction(kMax - 1, kMax),
      Fraction(max - 2, max - 1),
      Fraction(max - 1, max),
      Fraction(1),
      Fraction(max, max - 1),
      Fraction(7, 3),
      Fraction(max),
  };
  for (size_t i = 0; i < std::size(kAscending); ++i) {
    for (size_t k = 0; k < std::size(kAscending); ++k) {
      EXPECT_EQ(kAscending[i] < kAscending[k], i < k) << i << ' ' << k;
      EXPECT_EQ(kAscending[i] == kAscending[k], i == k) << i << ' ' << k;
    }
  }
  EXPECT_EQ(Fraction(1, 2), Fraction(2, 4));
  EXPECT_EQ(Fraction(-6, 4), Fraction(-3, 2));
  EXPECT_EQ(Fraction(0, 1), Fraction(0, 9));
  EXPECT_EQ(Fraction(max, max), Fraction(1));
}

}  // namespace
}  // namespace jurimeter
