#include "domain/values/fraction.h"

#include <utility>

#include "domain/values/int128_math.h"
#include "domain/values/require.h"

namespace jurimeter {
namespace {

using absl::int128;
using absl::uint128;

// What a quotient leaves over, against half a unit of its last digit.
enum class Rest { kNone, kBelowHalf, kHalf, kAboveHalf };

// The next digit of a long division: takes `remainder` (below `divisor`) times ten, by additions
// because the product may not fit.
int NextDigit(uint128 divisor, uint128* remainder) {
  int digit = 0;
  uint128 sum = 0;
  for (int i = 0; i < 10; ++i) {
    sum += *remainder;
    if (sum >= divisor) {
      sum -= divisor;
      ++digit;
    }
  }
  *remainder = sum;
  return digit;
}

Rest RestOf(uint128 remainder, uint128 divisor) {
  if (remainder == 0) return Rest::kNone;
  const uint128 to_next = divisor - remainder;
  if (remainder == to_next) return Rest::kHalf;
  return remainder < to_next ? Rest::kBelowHalf : Rest::kAboveHalf;
}

// The rest after `digit` was cut off in front of `rest`.
Rest RestBehind(int digit, Rest rest) {
  if (digit == 0 && rest == Rest::kNone) return Rest::kNone;
  if (digit == 5 && rest == Rest::kNone) return Rest::kHalf;
  return digit < 5 ? Rest::kBelowHalf : Rest::kAboveHalf;
}

bool RoundsAway(Rounding rounding, Rest rest, bool odd) {
  switch (rounding) {
    case Rounding::kHalfUp:
      return rest >= Rest::kHalf;
    case Rounding::kHalfEven:
      return rest == Rest::kAboveHalf || (rest == Rest::kHalf && odd);
    case Rounding::kDown:
      return false;
    case Rounding::kUp:
      return rest != Rest::kNone;
  }
  return false;
}

// -1, 0 or 1 as a/b is below, equal to or above c/d: by continued fractions, since the products
// of a comparison crosswise may not fit.
int Compare(uint128 a, uint128 b, uint128 c, uint128 d) {
  for (int sign = 1;; sign = -sign) {
    const uint128 left = a / b;
    const uint128 right = c / d;
    if (left != right) return left < right ? -sign : sign;
    a %= b;
    c %= d;
    if (a == 0 && c == 0) return 0;
    if (a == 0) return -sign;
    if (c == 0) return sign;
    // a/b < c/d if b/a > d/c.
    std::swap(a, b);
    std::swap(c, d);
  }
}

int Compare(const Fraction& a, const Fraction& b) {
  const bool a_negative = a.numerator() < 0;
  const bool b_negative = b.numerator() < 0;
  if (a_negative != b_negative) return a_negative ? -1 : 1;
  const int magnitudes = Compare(Magnitude(a.numerator()), Magnitude(a.denominator()),
                                 Magnitude(b.numerator()), Magnitude(b.denominator()));
  return a_negative ? -magnitudes : magnitudes;
}

}  // namespace

Fraction::Fraction(int128 numerator, int128 denominator)
    : numerator_(numerator), denominator_(denominator) {
  JURIMETER_REQUIRE(denominator > 0);
}

std::optional<int128> Fraction::Scaled(int shift, Rounding rounding) const {
  const bool negative = numerator_ < 0;
  const uint128 largest = GreatestMagnitude(negative);
  const uint128 divisor = Magnitude(denominator_);
  uint128 quotient = Magnitude(numerator_) / divisor;
  uint128 remainder = Magnitude(numerator_) % divisor;
  for (; shift > 0; --shift) {
    const int digit = NextDigit(divisor, &remainder);
    if (quotient > (largest - digit) / 10) return std::nullopt;
    quotient = quotient * 10 + digit;
  }
  Rest rest = RestOf(remainder, divisor);
  for (; shift < 0; ++shift) {
    rest = RestBehind(static_cast<int>(quotient % 10), rest);
    quotient /= 10;
  }
  if (RoundsAway(rounding, rest, quotient % 2 == 1)) {
    if (quotient == largest) return std::nullopt;
    ++quotient;
  }
  return static_cast<int128>(negative ? -quotient : quotient);
}

bool Fraction::IsWholeAt(int shift) const {
  const uint128 divisor = Magnitude(denominator_);
  uint128 quotient = Magnitude(numerator_) / divisor;
  uint128 remainder = Magnitude(numerator_) % divisor;
  for (; shift > 0; --shift) NextDigit(divisor, &remainder);
  if (remainder != 0) return false;
  for (; shift < 0; ++shift) {
    if (quotient % 10 != 0) return false;
    quotient /= 10;
  }
  return true;
}

bool operator==(const Fraction& a, const Fraction& b) { return Compare(a, b) == 0; }

bool operator<(const Fraction& a, const Fraction& b) { return Compare(a, b) < 0; }

}  // namespace jurimeter
