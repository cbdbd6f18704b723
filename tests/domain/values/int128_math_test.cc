#include "domain/values/int128_math.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <optional>

namespace jurimeter {
namespace {

using absl::int128;
using absl::uint128;

const int128 kMax = absl::Int128Max();
const int128 kMin = absl::Int128Min();

TEST(MagnitudeTest, HoldsTheLeastNumberToo) {
  EXPECT_EQ(Magnitude(0), 0u);
  EXPECT_EQ(Magnitude(-7), 7u);
  EXPECT_EQ(Magnitude(kMax), static_cast<uint128>(kMax));
  EXPECT_EQ(Magnitude(kMin), uint128(1) << 127);
}

TEST(GreatestMagnitudeTest, IsOneMoreBelowZero) {
  EXPECT_EQ(GreatestMagnitude(false), (uint128(1) << 127) - 1);
  EXPECT_EQ(GreatestMagnitude(true), uint128(1) << 127);
}

TEST(FitsInt64Test, KnowsTheEdges) {
  const int128 most = std::numeric_limits<int64_t>::max();
  const int128 least = std::numeric_limits<int64_t>::min();
  for (const int128 number : {int128(0), most, least}) EXPECT_TRUE(FitsInt64(number));
  for (const int128 number : {most + 1, least - 1, kMax, kMin}) EXPECT_FALSE(FitsInt64(number));
}

TEST(ProductTest, IsExactOrAbsent) {
  const struct {
    int128 a, b;
    std::optional<int128> product;
  } kCases[] = {
      {0, kMin, 0},
      {kMax, 0, 0},
      {-3, 7, -21},
      {-3, -7, 21},
      {kMax, 1, kMax},
      {kMax, -1, -kMax},
      {kMin, 1, kMin},
      {int128(1) << 63, int128(1) << 63, int128(1) << 126},
      {-(int128(1) << 64), int128(1) << 63, kMin},
      // What does not fit.
      {kMin, -1, std::nullopt},
      {kMin, kMin, std::nullopt},
      {kMax, 2, std::nullopt},
      {kMax, kMax, std::nullopt},
      {int128(1) << 64, int128(1) << 63, std::nullopt},
      {-(int128(1) << 64), (int128(1) << 63) + 1, std::nullopt},
      {2, (kMax / 2) + 1, std::nullopt},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Product(c.a, c.b), c.product) << c.a << " * " << c.b;
    EXPECT_EQ(Product(c.b, c.a), c.product) << c.b << " * " << c.a;
  }
}

TEST(CommonDivisorTest, IsTheGreatest) {
  EXPECT_EQ(CommonDivisor(0, 0), 0u);
  EXPECT_EQ(CommonDivisor(0, 6), 6u);
  EXPECT_EQ(CommonDivisor(6, 0), 6u);
  EXPECT_EQ(CommonDivisor(84, 36), 12u);
  EXPECT_EQ(CommonDivisor(1756, 1767), 1u);
  EXPECT_EQ(CommonDivisor(Magnitude(kMin), uint128(1) << 90), uint128(1) << 90);
}

TEST(PowerOfTenTest, GoesUpTo38) {
  EXPECT_EQ(PowerOfTen(0), 1);
  EXPECT_EQ(PowerOfTen(3), 1000);
  EXPECT_EQ(PowerOfTen(38) / PowerOfTen(37), 10);
  EXPECT_DEATH(PowerOfTen(39), "exponent <= kMaxExponent");
  EXPECT_DEATH(PowerOfTen(-1), "0 <= exponent");
}

TEST(QuotientUpTest, RoundsUpAndNeverOverflows) {
  EXPECT_EQ(QuotientUp(0, 5), 0);
  EXPECT_EQ(QuotientUp(10, 5), 2);
  EXPECT_EQ(QuotientUp(11, 5), 3);
  EXPECT_EQ(QuotientUp(kMax, 2), int128(1) << 126);
  EXPECT_EQ(QuotientUp(kMax, kMax), 1);
}

}  // namespace
}  // namespace jurimeter
