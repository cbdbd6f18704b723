// Arithmetic on whole numbers of 128 bits that does not overflow unseen.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_VALUES_INT128_MATH_H_
#define JURIMETER_DOMAIN_VALUES_INT128_MATH_H_

#include <cstdint>
#include <limits>
#include <optional>

#include "absl/numeric/int128.h"

namespace jurimeter {

// |number|. Unsigned, since the least int128 has no positive counterpart.
inline absl::uint128 Magnitude(absl::int128 number) {
  return number < 0 ? -static_cast<absl::uint128>(number) : static_cast<absl::uint128>(number);
}

inline bool FitsInt64(absl::int128 number) {
  return std::numeric_limits<int64_t>::min() <= number &&
         number <= std::numeric_limits<int64_t>::max();
}

// The greatest |number| of the int128s below zero if `negative`, of the others if not.
inline absl::uint128 GreatestMagnitude(bool negative) {
  return Magnitude(negative ? absl::Int128Min() : absl::Int128Max());
}

// a * b; nothing if it does not fit.
std::optional<absl::int128> Product(absl::int128 a, absl::int128 b);

// The greatest common divisor; 0 of two zeros.
absl::uint128 CommonDivisor(absl::uint128 a, absl::uint128 b);

// 10^exponent. Requires an exponent of 0 to 38.
absl::int128 PowerOfTen(int exponent);

// dividend / divisor, rounded up. Requires a dividend of at least 0 and a divisor above 0.
inline absl::int128 QuotientUp(absl::int128 dividend, absl::int128 divisor) {
  const absl::int128 quotient = dividend / divisor;
  return quotient * divisor == dividend ? quotient : quotient + 1;
}

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_INT128_MATH_H_
