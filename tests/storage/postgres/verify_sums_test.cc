#include "storage/postgres/verify_sums.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace jurimeter::test {
namespace {

using storage::CellDay;
using storage::CellDayWeights;
using storage::FlowSums;

struct Total {
  CellDay day;
  int64_t quantity;
  int64_t events;
};

FlowSums SumsOf(const CellDayWeights& weights, const std::vector<Total>& totals) {
  FlowSums sums(&weights);
  for (const Total& total : totals) sums.Add(total.day, total.quantity, total.events);
  return sums;
}

// The vector of 16 bytes, 0 to 15, under the key 0 to 15, that comes with the authors' program.
TEST(CellDayWeights, AreThoseOfSipHash) {
  const CellDayWeights weights(absl::MakeUint128(0x0f0e0d0c0b0a0908, 0x0706050403020100));
  const absl::uint128 weight = weights.Of({{0x03020100, 0x07060504, 0x0b0a0908}, 0x0f0e0d0c});
  EXPECT_EQ(absl::Uint128Low64(weight), 0xbb54b067caa4e26eu);
  EXPECT_EQ(absl::Uint128High64(weight), 0x77052385bf1533fdu);
}

TEST(CellDayWeights, AreOthersForEachDraw) {
  const CellDay day = {{1, 2, 3}, 4};
  EXPECT_NE(CellDayWeights::Draw().Of(day), CellDayWeights::Draw().Of(day));
}

TEST(FlowSums, OfEqualTotalsAreEqual) {
  const CellDayWeights weights = CellDayWeights::Draw();
  const CellDay a = {{1, 1, 0}, 19'000}, b = {{2, 1, 0}, 19'000};
  EXPECT_TRUE(SumsOf(weights, {}) == SumsOf(weights, {}));
  EXPECT_TRUE(SumsOf(weights, {{a, 5, 2}, {b, 7, 1}}) ==
              SumsOf(weights, {{b, 7, 1}, {a, 2, 1}, {a, 9, 1}, {a, 3, 1}, {a, -9, -1}}));
  // A day on which everything was retracted is none.
  EXPECT_TRUE(SumsOf(weights, {{a, 5, 2}, {a, -5, -2}}) == SumsOf(weights, {}));
}

TEST(FlowSums, OfOtherTotalsAreOthers) {
  const CellDayWeights weights = CellDayWeights::Draw();
  const CellDay day = {{1, 2, 3}, 19'000};
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  const std::vector<Total> kOthers[] = {
      {},
      {{day, 1, 1}},
      {{day, 0, 2}},
      {{day, 0, 0}},
      {{{{2, 2, 3}, 19'000}, 0, 1}},
      {{{{1, 1, 3}, 19'000}, 0, 1}},
      {{{{1, 2, 0}, 19'000}, 0, 1}},
      {{day, 0, 1}, {{{1, 2, 3}, 19'001}, 0, 1}},
      // The same quantity and number of events, on other days.
      {{day, 5, 1}, {{{1, 2, 3}, 19'001}, -5, 0}},
      {{day, kMost, 1}},
      {{day, -kMost - 1, 1}},
      // Multiples of numbers that sums are often taken modulo.
      {{day, int64_t{1} << 32, 1}},
      {{day, int64_t{1} << 62, 1}},
      {{day, (int64_t{1} << 61) - 1, 1}},
  };
  for (const std::vector<Total>& other : kOthers) {
    EXPECT_FALSE(SumsOf(weights, {{day, 0, 1}}) == SumsOf(weights, other));
  }
}

}  // namespace
}  // namespace jurimeter::test
