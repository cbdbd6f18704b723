#include "domain/figures/display.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/values/digits.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

using absl::int128;
using absl::uint128;

struct ScaleRule {
  int shift;  // the printed number is the value times 10^shift
  const char* sign;
};

ScaleRule RuleOf(Scale scale) {
  switch (scale) {
    case Scale::kOne:
      return {0, ""};
    case Scale::kPercent:
      return {2, "%"};
    case Scale::kWan:
      return {-4, "万"};
    case Scale::kYi:
      return {-8, "亿"};
    case Scale::kTimes:
      return {0, "倍"};
    case Scale::kPercentagePoints:
      return {2, "个百分点"};
  }
  return {0, ""};
}

struct WordRule {
  const char* before;
  const char* after;
  Rounding cut;    // to a multiple of the step
  bool inclusive;  // true of the number itself
};

WordRule RuleOf(BoundWord word, Rounding rounding) {
  switch (word) {
    case BoundWord::kYu:
      return {"", "余", Rounding::kDown, false};
    case BoundWord::kChao:
      return {"超", "", Rounding::kDown, false};
    case BoundWord::kYishang:
      return {"", "以上", Rounding::kDown, true};
    case BoundWord::kShang:
      return {"上", "", Rounding::kDown, true};
    case BoundWord::kYinei:
      return {"", "以内", Rounding::kUp, true};
    case BoundWord::kJin:
      return {"近", "", Rounding::kUp, false};
    case BoundWord::kBuzu:
      return {"不足", "", Rounding::kUp, false};
    case BoundWord::kYue:
      return {"约", "", rounding, false};
  }
  return {"", "", rounding, false};
}

// `number`, of which the last `decimals` digits stand behind the point.
std::string DecimalText(int128 number, int decimals, bool keep_trailing_zeros) {
  const uint128 magnitude =
      number < 0 ? -static_cast<uint128>(number) : static_cast<uint128>(number);
  std::string text = Digits(magnitude, decimals);
  if (decimals > 0 && !keep_trailing_zeros) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return number < 0 ? absl::StrCat("-", text) : text;
}

// A whole number in the way people write large ones: 千, 百亿, 200亿, 36万, 2000.
std::string ChineseMagnitude(int128 number) {
  constexpr std::array<const char*, 12> kPowersOfTen = {
      "十", "百", "千", "万", "十万", "百万", "千万", "亿", "十亿", "百亿", "千亿", "万亿"};
  constexpr int64_t kWan = 10'000;
  constexpr int64_t kYi = 100'000'000;
  int128 power = 10;
  for (const char* name : kPowersOfTen) {
    if (number == power) return name;
    power *= 10;
  }
  if (number % kYi == 0) return absl::StrCat(DecimalText(number / kYi, 0, false), "亿");
  if (number % kWan == 0) return absl::StrCat(DecimalText(number / kWan, 0, false), "万");
  return DecimalText(number, 0, false);
}

// Whether `display` must not say that all of it is there where it is not so.
bool MustShowAll(const Fraction& value, const Display& display, Percentage percentage) {
  if (display.scale != Scale::kPercent) return false;
  return percentage == Percentage::kPart || value.numerator() < 0;
}

// How a number is printed.
struct Print {
  Display display;
  Rounding rounding;
  std::string_view unit_zh;
  bool must_show_all;
};

// Whether `value`, printed as `number` with `decimals`, would say all or nothing where that is
// not so.
bool FalselyWhole(const Fraction& value, const Print& print, int128 number, int decimals) {
  if (number == 0) return value.numerator() != 0;
  if (!print.must_show_all) return false;
  for (int i = 0; i < decimals; ++i) {
    if (number % 10 != 0) return false;
    number /= 10;
  }
  if (number != 100 && number != -100) return false;
  return -value.denominator() < value.numerator() && value.numerator() < value.denominator();
}

// The rounded number, without a bound.
absl::StatusOr<std::string> PlainText(const Fraction& value, const Print& print) {
  const Display& display = print.display;
  const ScaleRule scale = RuleOf(display.scale);
  int decimals = display.decimals;
  absl::StatusOr<int128> number = value.Scaled(scale.shift + decimals, print.rounding);
  while (number.ok() && FalselyWhole(value, print, *number, decimals)) {
    ++decimals;
    number = value.Scaled(scale.shift + decimals, print.rounding);
  }
  if (!number.ok()) return number.status();
  return absl::StrCat(DecimalText(*number, decimals, display.keep_trailing_zeros), scale.sign,
                      display.with_unit ? ToAbsl(print.unit_zh) : absl::string_view());
}

struct Multiple {
  int128 number;  // of the step, in units of the last printed digit
  bool exact;     // it is the value
};

absl::StatusOr<Multiple> CutToStep(const Fraction& value, int64_t step, int shift,
                                   Rounding rounding) {
  if (value.denominator() > absl::Int128Max() / step) {
    return absl::OutOfRangeError("the fraction and its step do not fit into 128 bits");
  }
  const Fraction steps(value.numerator(), value.denominator() * step);
  const absl::StatusOr<int128> count = steps.Scaled(shift, rounding);
  if (!count.ok()) return count.status();
  if (*count > absl::Int128Max() / step) {
    return absl::OutOfRangeError("the printed number does not fit into 128 bits");
  }
  return Multiple{*count * step, steps.IsWholeAt(shift)};
}

// The text of a positive value with a bound.
absl::StatusOr<std::string> BoundText(const Fraction& value, const Bound& bound,
                                      const Print& print) {
  const Display& display = print.display;
  const ScaleRule scale = RuleOf(display.scale);
  const WordRule word = RuleOf(bound.word, print.rounding);
  const absl::StatusOr<Multiple> cut =
      CutToStep(value, bound.step, scale.shift + display.decimals, word.cut);
  if (!cut.ok()) return cut.status();

  // "0余" and "100%以上" would say less than the number does.
  const bool all = display.scale == Scale::kPercent && word.inclusive &&
                   word.cut == Rounding::kDown && value == Fraction(1);
  const bool bare = cut->number == 0 || all || (cut->exact && !word.inclusive);
  if (bare) return PlainText(value, print);

  const bool in_words =
      bound.chinese_magnitude && display.scale == Scale::kOne && display.decimals == 0;
  const std::string number =
      in_words ? ChineseMagnitude(cut->number)
               : DecimalText(cut->number, display.decimals, display.keep_trailing_zeros);
  const absl::string_view unit = display.with_unit ? ToAbsl(print.unit_zh) : absl::string_view();
  // 余 belongs to the number, as in 120余件; the other words behind it to the whole 30分钟以内.
  const bool before_unit = bound.word == BoundWord::kYu && !bound.with_unit;
  return absl::StrCat(word.before, number, scale.sign, before_unit ? word.after : unit,
                      before_unit ? unit : word.after);
}

// The number with a bound where it has one. Of a number below zero "more" and "less" change their
// sides, so it is printed as it is.
absl::StatusOr<std::string> NumberText(const Fraction& value, const Print& print) {
  const std::optional<Bound>& bound = print.display.bound;
  if (!bound) return PlainText(value, print);
  // Whoever wants a unit beside the word wants it where the word is left out too.
  Print with_unit = print;
  with_unit.display.with_unit = print.display.with_unit || bound->with_unit;
  if (value.numerator() < 0) return PlainText(value, with_unit);
  return BoundText(value, *bound, with_unit);
}

struct Directions {
  const char* up;
  const char* down;
};

Directions DirectionsOf(Scale scale) {
  switch (scale) {
    case Scale::kPercent:
    case Scale::kTimes:
      return {"增长", "下降"};
    case Scale::kPercentagePoints:
      return {"上升", "下降"};
    case Scale::kOne:
    case Scale::kWan:
    case Scale::kYi:
      break;
  }
  return {"增加", "减少"};
}

// `text` behind `prefix`, unless there is none.
absl::StatusOr<std::string> Prefixed(const char* prefix, absl::StatusOr<std::string> text) {
  if (text.ok()) text->insert(0, prefix);
  return text;
}

}  // namespace

int ShiftOf(Scale scale) { return RuleOf(scale).shift; }

Percentage PercentageOf(IndicatorKind kind) {
  const bool growth = kind == IndicatorKind::kGrowth || kind == IndicatorKind::kAverageGrowth;
  return growth ? Percentage::kGrowth : Percentage::kPart;
}

absl::StatusOr<std::string> DisplayText(const Fraction& value, const Display& display,
                                        Rounding rounding, std::string_view unit_zh,
                                        Percentage percentage) {
  const bool positive = value.numerator() > 0;
  const Print print = {display, rounding, unit_zh, MustShowAll(value, display, percentage)};
  if (display.sign == Sign::kMinusOnly || (display.sign == Sign::kAlways && !positive)) {
    return NumberText(value, print);
  }
  if (display.sign == Sign::kAlways) return Prefixed("+", NumberText(value, print));
  if (value.numerator() == 0) return "持平";
  if (value.numerator() == absl::Int128Min()) {
    return absl::OutOfRangeError("the number has no positive counterpart in 128 bits");
  }
  const Directions words = DirectionsOf(display.scale);
  const Fraction size(positive ? value.numerator() : -value.numerator(), value.denominator());
  return Prefixed(positive ? words.up : words.down, NumberText(size, print));
}

}  // namespace jurimeter
