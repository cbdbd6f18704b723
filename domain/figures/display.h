// The text of a figure: 99.38%, 95%以上, 120余, 30分钟以内, 超500万, 上百亿, 103.9亿元, 增加842件,
// +8.4个百分点, 增长近3倍.
//
// Exact values are rounded here and nowhere else.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_DISPLAY_H_
#define JURIMETER_DOMAIN_FIGURES_DISPLAY_H_

#include <optional>
#include <string>
#include <string_view>

#include "domain/catalog/indicator.h"
#include "domain/values/fraction.h"
#include "domain/values/rounding.h"

namespace jurimeter {

// What a percentage means. 100% of a part is all of it; a growth of 100% is as much again, and one
// of -100% leaves nothing.
enum class Percentage { kPart, kGrowth };

Percentage PercentageOf(IndicatorKind kind);

// The power of ten by which a value is multiplied to be printed in `scale`: 2 for percent.
int ShiftOf(Scale scale);

// Prints `value` by `display`, with `unit_zh` if the display asks for it. Nothing if the printed
// digits do not fit into an int128.
//
// The text never falsely says all or nothing. Digits are added beyond `decimals` until a number
// that is not 0 differs from 0, a part below 100% from 100%, and a growth above -100% from -100%.
// Numbers above 100%, and growths near 100%, are rounded like any number. 约 may say 100% of a part
// below it.
std::optional<std::string> DisplayText(const Fraction& value, const Display& display,
                                       Rounding rounding, std::string_view unit_zh,
                                       Percentage percentage = Percentage::kPart);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_DISPLAY_H_
