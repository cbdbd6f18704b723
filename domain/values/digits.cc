#include "domain/values/digits.h"

#include <algorithm>

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

}  // namespace jurimeter
