// A number as a report prints it: 99.38%, 142.4%, 2.96倍, 95%以上, 500余, 上百亿, 36.39万.
//
// Example:
//   ParsePrintedNumber("99.38%")   digits 9938, decimals 2, unit %
//   ParsePrintedNumber("120余")    digits 120, word 余, step 10: 121 to 129
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_AUDIT_PRINTED_NUMBER_H_
#define JURIMETER_DOMAIN_AUDIT_PRINTED_NUMBER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/numeric/int128.h"
#include "domain/catalog/indicator.h"
#include "domain/values/checked.h"
#include "domain/values/rounding.h"

namespace jurimeter::audit {

enum class PrintedUnit { kNone, kPercent, kPermille, kTimes };
enum class PrintedSign { kNone, kPlus, kMinus };

// digits * 10^(exponent - decimals), in the unit.
struct PrintedNumber {
  PrintedSign sign = PrintedSign::kNone;
  int64_t digits = 0;  // all of them, without the point; up to kMaxCount
  int decimals = 0;    // digits behind the point, up to kMaxDecimals
  int exponent = 0;    // of 十, 百, 千, 万, 亿 and what they make together
  PrintedUnit unit = PrintedUnit::kNone;
  std::optional<BoundWord> word;
  // The place value of the last digit that is not zero, in units of the last printed digit. 余, 多
  // and 近 reach so far, and 约 is rounded to it. It is 1 without a word.
  int64_t step = 1;
};

// The values that a number may have been printed from, without their sign. The range is of
// |value| * 2 * 10^(decimals - exponent), so that halves of the last digit are whole.
struct MagnitudeRange {
  absl::int128 low = 0;
  absl::int128 high = 0;
  bool low_open = false;
  bool high_open = false;
  bool unlimited = false;  // there is no high end
};

// Reads `text`. The fault of any other text says what the text is and what is expected, as a
// violation's description does.
//
//   余 多                between the number and the next step, without both ends
//   近                   between the step before and the number, without both ends
//   超 逾 超过           more than the number
//   以上 上              at least the number
//   不足 不到            less than the number
//   以内 以下            at most the number
//   约 左右              rounded to the step
//   增长 上升 增加 提高  +
//   下降 减少 降低       -
Checked<PrintedNumber, std::string> ParsePrintedNumber(std::string_view text);

// The range under `rounding`. It matters only for a number without a bound, or with 约.
MagnitudeRange MagnitudeOf(const PrintedNumber& number, Rounding rounding);

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_PRINTED_NUMBER_H_
