// Quantities as text. An event's quantity is kept as a whole number of 10^-decimals units: if the
// indicator has 2 decimals, "1234.56" is 123456.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_VALUES_QUANTITY_H_
#define JURIMETER_DOMAIN_VALUES_QUANTITY_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "domain/values/checked.h"

namespace jurimeter {

// Largest quantity of an event, in 10^-decimals units.
inline constexpr int64_t kMaxQuantity = 1'000'000'000'000;

// `text` if it is a decimal number; otherwise why it is none, with what is expected. A number has
// digits, perhaps a sign before them, and perhaps a point and digits behind them.
Checked<std::string_view, std::string> CheckDecimal(std::string_view text);

// The quantity that `text` says, 0 to kMaxQuantity, or why it says none. A number with more than
// `decimals` is refused, even if they are zeros: 1.000 may be meant as a thousand. Requires
// `decimals` of 0 to 6.
Checked<int64_t, std::string> ParseQuantity(std::string_view text, int decimals);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_QUANTITY_H_
