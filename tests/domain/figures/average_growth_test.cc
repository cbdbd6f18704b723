#include "domain/figures/average_growth.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <random>
#include <string>

#include "domain/figures/display.h"
#include "tests/domain/figures/figure_world.h"
#include "tests/support/seeded_test.h"

namespace jurimeter {
namespace {

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

std::string Text(int64_t current, int64_t prior, int years, int decimals,
                 Rounding rounding = Rounding::kHalfUp) {
  const auto growth = AverageGrowthRate(current, prior, years);
  return growth
             ? DisplayText(*growth, In(Scale::kPercent, decimals), rounding, "").value_or("error")
             : "error";
}

TEST(AverageGrowthTest, Prints) {
  const struct {
    int64_t current, prior;
    int years;
    const char* text;
  } kCases[] = {
      {146, 100, 4, "9.92%"},
      {80, 33, 1, "142.42%"},
      {121, 100, 2, "10%"},
      {8, 27, 3, "-33.33%"},
      {27, 8, 3, "50%"},
      {100, 100, 7, "0%"},
      {0, 5, 3, "-100%"},
      {1, 1'000'000, 3, "-99%"},
      {2, 1, 100, "0.7%"},
      {kMax, 1, 2, "303700049897.6%"},
      {kMax, kMax - 1, 100, "0.0000000000000000001%"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Text(c.current, c.prior, c.years, 2), c.text)
        << c.current << '/' << c.prior << " in " << c.years;
  }
}

// Ties come only if the root is rational: (1.105)^2 and (1.115)^2.
TEST(AverageGrowthTest, Ties) {
  const struct {
    Rounding rounding;
    const char* even_below;
    const char* odd_below;
  } kCases[] = {{Rounding::kHalfUp, "11%", "12%"},
                {Rounding::kHalfEven, "10%", "12%"},
                {Rounding::kDown, "10%", "11%"},
                {Rounding::kUp, "11%", "12%"}};
  for (const auto& c : kCases) {
    EXPECT_EQ(Text(1221025, 1000000, 2, 0, c.rounding), c.even_below);
    EXPECT_EQ(Text(1243225, 1000000, 2, 0, c.rounding), c.odd_below);
    // The next counts on either side are no ties.
    EXPECT_EQ(Text(1221026, 1000000, 2, 0, c.rounding),
              c.rounding == Rounding::kDown ? "10%" : "11%");
    EXPECT_EQ(Text(1221024, 1000000, 2, 0, c.rounding),
              c.rounding == Rounding::kUp ? "11%" : "10%");
  }
}

using AverageGrowthRandomTest = test::SeededTest;
INSTANTIATE_SEEDS(AverageGrowthRandomTest);

// With d printed in per mille, rounded half up: (1000 + d - 1/2)^n p <= 1000^n c < (.. + 1/2)^n p,
// checked in whole numbers.
TEST_P(AverageGrowthRandomTest, TheLastDigitIsTheRightOne) {
  std::mt19937 random(seed());
  for (int i = 0; i < 2000; ++i) {
    const int years = std::uniform_int_distribution(2, 4)(random);
    const int64_t prior = std::uniform_int_distribution(1, 5000)(random);
    const int64_t current = std::uniform_int_distribution(1, 20'000)(random);
    const auto growth = AverageGrowthRate(current, prior, years);
    ASSERT_TRUE(growth);
    const absl::int128 digit = growth->Scaled(3, Rounding::kHalfUp).value();
    absl::int128 below = prior, above = prior, target = current;
    for (int n = 0; n < years; ++n) {
      below *= 2 * (1000 + digit) - 1;
      above *= 2 * (1000 + digit) + 1;
      target *= 2000;
    }
    // Below -1/2 the tie goes the other way, away from zero.
    const bool right =
        digit > 0 ? below <= target && target < above : below < target && target <= above;
    EXPECT_TRUE(right || digit == 0) << current << '/' << prior << " in " << years;
    if (digit == 0) {
      EXPECT_TRUE(below < target && target < above) << current << '/' << prior;
    }
  }
}

}  // namespace
}  // namespace jurimeter
