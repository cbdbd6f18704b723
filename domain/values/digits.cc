#include "domain/values/digits.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "domain/values/int128_math.h"

namespace jurimeter {

std::string Digits(absl::uint128 number, int decimals) {
  std::string digits;
  for (int place = 0; number > 0 || place <= decimals; ++place) {
    if (place == decimals && decimals > 0) digits.push_back('.');
    digits.push_back(static_cast<char>('0' + static_cast<int>(number % 10)));
    number /= 10;
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

std::string SignedDigits(absl::int128 number, int decimals) {
  std::string digits = Digits(Magnitude(number), decimals);
  if (number < 0) digits.insert(digits.begin(), '-');
  return digits;
}

bool AreDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
}

}  // namespace jurimeter
