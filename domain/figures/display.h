// The text of a figure: 99.38%, 95%以上, 120余, 30分钟以内, 超500万, 上百亿, 103.9亿元, 增加842件,
// +8.4个百分点, 增长近3倍.
//
// The one place where an exact value is rounded.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_DISPLAY_H_
#define JURIMETER_DOMAIN_FIGURES_DISPLAY_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "domain/catalog/indicator.h"
#include "domain/values/fraction.h"
#include "domain/values/rounding.h"

namespace jurimeter {

// What 100% says of a percentage: that it is all, or of a growth that it is as much again. A growth
// of -100% says that nothing is left.
enum class Percentage { kPart, kGrowth };

Percentage PercentageOf(IndicatorKind kind);

// In `scale` a value is printed times 10^ShiftOf(scale).
int ShiftOf(Scale scale);

// Prints `value` by `display`; `unit_zh` is used where the display asks for it. OUT_OF_RANGE
// where the printed digits do not fit into an int128.
//
// Nothing but 0 is printed as 0, in any scale, nor a part below 100% as 100%, nor a growth above
// -100% as -100%: digits are added beyond `decimals` until it differs. What is above 100%, and a
// growth near it, are rounded like any number; 约100% says no more than about.
absl::StatusOr<std::string> DisplayText(const Fraction& value, const Display& display,
                                        Rounding rounding, std::string_view unit_zh,
                                        Percentage percentage = Percentage::kPart);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_DISPLAY_H_
