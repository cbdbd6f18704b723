#include "domain/audit/whole_pairs.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>

#include "tests/support/seeded_test.h"

namespace jurimeter::audit {
namespace {

using absl::int128;

RatioInterval Between(int128 low_over, int128 low_under, int128 high_over, int128 high_under,
                      bool low_open = false, bool high_open = false) {
  return {.low = {low_over, low_under, low_open}, .high = {high_over, high_under, high_open}};
}

TEST(WholePairsTest, FindsTheFirstAndTheLastDenominator) {
  const struct {
    RatioInterval interval;
    int64_t from;
    int64_t first;
    int64_t to;
    int64_t last;
  } kCases[] = {
      {Between(1, 3, 1, 2), 1, 2, 1, 0},
      {Between(1, 3, 1, 2, false, true), 1, 3, 2, 0},
      {Between(1, 3, 1, 2, true, true), 1, 5, 6, 5},
      {Between(1, 3, 1, 3), 4, 6, 5, 3},
      {Between(0, 1, 0, 1), 7, 7, 7, 7},
      {Between(0, 1, 1, 100, true, false), 1, 100, 99, 0},
      {Between(0, 1, 1, 100, true, true), 1, 101, 100, 0},
      {Between(5, 2, 1, 0), 1, 1, 9, 9},
      // 314/100 to 315/100: 22/7, and 311/99 is the first from 99 on.
      {Between(314, 100, 315, 100), 1, 7, 6, 0},
      {Between(99'375, 100'000, 99'385, 100'000, true, true), 1, 161, 160, 0},
      {Between(333'333'333'333'333'333, kMaxCount, 333'333'333'333'333'334, kMaxCount, true, true),
       1, 3, 2, 0},
      {Between(1, 3, 1, 3), kMaxCount, kMaxCount + 2, kMaxCount, kMaxCount - 1},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(FirstDenominator(c.interval, c.from), c.first) << c.from;
    EXPECT_EQ(LastDenominator(c.interval, c.to), c.last) << c.to;
  }
}

TEST(WholePairsTest, SumsQuotients) {
  EXPECT_EQ(SumOfQuotients(0, 1, 5, 5), 0);
  EXPECT_EQ(SumOfQuotients(4, 10, 6, 3), 0 + 0 + 1 + 2);
  EXPECT_EQ(SumOfQuotients(kMaxCount, 1, 1, 0), int128(kMaxCount) * (kMaxCount - 1) / 2);
  // Both widths of division, on the same sum.
  const int128 large = int128(1) << 70;
  EXPECT_EQ(SumOfQuotients(1000, large, large / 7 * 3, large / 2),
            SumOfQuotients(1000, large >> 20, (large / 7 * 3) >> 20, large >> 21));
}

using WholePairsRandomTest = test::SeededTest;
INSTANTIATE_SEEDS(WholePairsRandomTest);

TEST_P(WholePairsRandomTest, AgreesWithAdding) {
  std::mt19937 random(seed());
  const auto below = [&](int64_t limit) {
    return std::uniform_int_distribution<int64_t>(0, limit - 1)(random);
  };
  for (int i = 0; i < 2000; ++i) {
    const int64_t terms = below(50);
    const int64_t divisor = 1 + below(1000);
    const int64_t step = below(3000);
    const int64_t start = below(3000);
    int64_t sum = 0;
    for (int64_t j = 0; j < terms; ++j) sum += (step * j + start) / divisor;
    ASSERT_EQ(SumOfQuotients(terms, divisor, step, start), sum)
        << terms << ' ' << divisor << ' ' << step << ' ' << start;
    // The same line, too steep for short division.
    const int128 large = int128(1) << 60;
    ASSERT_EQ(SumOfQuotients(terms, divisor * large, step * large, start * large), sum);
  }
}

}  // namespace
}  // namespace jurimeter::audit
