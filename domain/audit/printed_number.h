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
#include <string_view>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "domain/catalog/indicator.h"
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
  // The value of the last digit that is not zero, in units of the last printed one: how far 余, 多
  // and 近 reach, and what 约 is rounded to. 1 without a word.
  int64_t step = 1;
};

// What a printed number says of the value that it was made from, signs aside: the range of
// |value| * 2 * 10^(decimals - exponent), so that halves of the last digit are whole.
struct MagnitudeRange {
  absl::int128 low = 0;
  absl::int128 high = 0;
  bool low_open = false;
  bool high_open = false;
  bool unlimited = false;  // there is no high end
};

// INVALID_ARGUMENT where `text` is no such number; the message says what it is and what is
// expected, as a violation's description does.
//
// 余 and 多 reach to the next step, 近 from the one before, without either end. 超, 逾 and 超过
// mean more than the number and 以上 and 上 at least it, without an upper end; 不足 and 不到 less
// than it, 以内 and 以下 at most it. 约 and 左右 mean rounded to the step. 增长, 上升, 增加 and
// 提高 stand for +, 下降, 减少 and 降低 for -.
absl::StatusOr<PrintedNumber> ParsePrintedNumber(std::string_view text);

// The range under `rounding`, on which only a number without a bound, or one with 约, depends.
MagnitudeRange MagnitudeOf(const PrintedNumber& number, Rounding rounding);

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_PRINTED_NUMBER_H_
