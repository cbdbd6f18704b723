// Quantities as text: decimal numbers of an indicator's unit, which are kept as whole numbers of
// 10^-decimals units. "1234.56" of an indicator with 2 decimals is 123456.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_VALUES_QUANTITY_H_
#define JURIMETER_DOMAIN_VALUES_QUANTITY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace jurimeter {

// Largest quantity of an event, in 10^-decimals units.
inline constexpr int64_t kMaxQuantity = 1'000'000'000'000;

// Why `text` is no decimal number in any indicator's unit, with what is expected; nothing of
// digits, with a plus before them and a point and digits behind them if wanted. A minus passes:
// such a number is one, and out of range.
std::optional<std::string> DecimalFault(std::string_view text);

// The quantity that `text` says, 0 to kMaxQuantity; else why it says none. Requires `decimals` of
// 0 to 6. A number with more decimals is refused, even if they are zeros: 1.000 may be meant as a
// thousand.
std::variant<int64_t, std::string> ParseQuantity(std::string_view text, int decimals);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_QUANTITY_H_
