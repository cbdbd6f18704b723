#include "domain/values/int128_math.h"

#include "domain/values/require.h"

namespace jurimeter {
namespace {

using absl::int128;
using absl::uint128;

constexpr int kMaxExponent = 38;

}  // namespace

std::optional<int128> Product(int128 a, int128 b) {
  const bool negative = (a < 0) != (b < 0);
  const uint128 factor = Magnitude(a);
  const uint128 other = Magnitude(b);
  if (factor != 0 && other > GreatestMagnitude(negative) / factor) return std::nullopt;
  const uint128 product = factor * other;
  return static_cast<int128>(negative ? -product : product);
}

uint128 CommonDivisor(uint128 a, uint128 b) {
  while (b != 0) {
    const uint128 rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

int128 PowerOfTen(int exponent) {
  JURIMETER_REQUIRE(0 <= exponent && exponent <= kMaxExponent);
  int128 power = 1;
  for (; exponent > 0; --exponent) power *= 10;
  return power;
}

}  // namespace jurimeter
