// Whole numbers of up to 128 bits as digits, and texts of digits alone.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_VALUES_DIGITS_H_
#define JURIMETER_DOMAIN_VALUES_DIGITS_H_

#include <string>
#include <string_view>

#include "absl/numeric/int128.h"

namespace jurimeter {

// `number` with the last `decimals` of its digits behind a point: 12345 with 2 is "123.45".
std::string Digits(absl::uint128 number, int decimals = 0);

// The same with a minus before a number below zero.
std::string SignedDigits(absl::int128 number, int decimals = 0);

// Whether `text` is not empty and has only the digits 0 to 9 of ASCII.
bool AreDigits(std::string_view text);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_DIGITS_H_
