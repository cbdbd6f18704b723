#include "domain/figures/display.h"

#include <array>
#include <cstdint>
#include <optional>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "domain/values/digits.h"
#include "domain/values/int128_math.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

using absl::int128;

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
  bool inclusive;  // the word includes the number itself
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

// `number` with its last `decimals` digits behind a point.
std::string DecimalText(int128 number, int decimals, bool keep_trailing_zeros) {
  std::string text = SignedDigits(number, decimals);
  if (decimals > 0 && !keep_trailing_zeros) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

// A whole number as people write large ones: 千, 百亿, 200亿, 36万, 2000.
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

// Whether the text may say 100% only of a value that is 100%.
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

// Whether `number`, with `decimals`, falsely says that `value` is all or nothing.
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
std::optional<std::string> PlainText(const Fraction& value, const Print& print) {
  const Display& display = print.display;
  const ScaleRule scale = RuleOf(display.scale);
  int decimals = display.decimals;
  std::optional<int128> number = value.Scaled(scale.shift + decimals, print.rounding);
  while (number && FalselyWhole(value, print, *number, decimals)) {
    ++decimals;
    number = value.Scaled(scale.shift + decimals, print.rounding);
  }
  if (!number) return std::nullopt;
  return absl::StrCat(DecimalText(*number, decimals, display.keep_trailing_zeros), scale.sign,
                      display.with_unit ? ToAbsl(print.unit_zh) : absl::string_view());
}

// A multiple of a bound's step.
struct StepMultiple {
  int128 number;  // in units of the last printed digit
  bool exact;     // it is the value
};

std::optional<StepMultiple> CutToStep(const Fraction& value, int64_t step, int shift,
                                      Rounding rounding) {
  const std::optional<int128> denominator = Product(value.denominator(), step);
  if (!denominator) return std::nullopt;
  const Fraction steps(value.numerator(), *denominator);
  const std::optional<int128> count = steps.Scaled(shift, rounding);
  const std::optional<int128> number = count ? Product(*count, step) : std::nullopt;
  if (!number) return std::nullopt;
  return StepMultiple{*number, steps.IsWholeAt(shift)};
}

// The text of a positive value with a bound.
std::optional<std::string> BoundText(const Fraction& value, const Bound& bound,
                                     const Print& print) {
  const Display& display = print.display;
  const ScaleRule scale = RuleOf(display.scale);
  const WordRule word = RuleOf(bound.word, print.rounding);
  const std::optional<StepMultiple> cut =
      CutToStep(value, bound.step, scale.shift + display.decimals, word.cut);
  if (!cut) return std::nullopt;

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
  // 余 belongs to the number: 120余件. The other words behind a number belong to all of it:
  // 30分钟以内.
  const bool before_unit = bound.word == BoundWord::kYu && !bound.with_unit;
  return absl::StrCat(word.before, number, scale.sign, before_unit ? word.after : unit,
                      before_unit ? unit : word.after);
}

// The number, with a bound if it has one. Below zero, "more" and "less" would change sides, so that
// such a number has no bound.
std::optional<std::string> NumberText(const Fraction& value, const Print& print) {
  const std::optional<Bound>& bound = print.display.bound;
  if (!bound) return PlainText(value, print);
  // The unit beside the word stays if the word is left out.
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

// `prefix` and `text`; nothing if there is no text.
std::optional<std::string> Prefixed(const char* prefix, std::optional<std::string> text) {
  if (text) *text = absl::StrCat(prefix, *text);
  return text;
}

}  // namespace

int ShiftOf(Scale scale) { return RuleOf(scale).shift; }

Percentage PercentageOf(IndicatorKind kind) {
  const bool growth = kind == IndicatorKind::kGrowth || kind == IndicatorKind::kAverageGrowth;
  return growth ? Percentage::kGrowth : Percentage::kPart;
}

std::optional<std::string> DisplayText(const Fraction& value, const Display& display,
                                       Rounding rounding, std::string_view unit_zh,
                                       Percentage percentage) {
  const bool positive = value.numerator() > 0;
  const Print print = {display, rounding, unit_zh, MustShowAll(value, display, percentage)};
  if (display.sign == Sign::kMinusOnly || (display.sign == Sign::kAlways && !positive)) {
    return NumberText(value, print);
  }
  if (display.sign == Sign::kAlways) return Prefixed("+", NumberText(value, print));
  if (value.numerator() == 0) return "持平";
  if (value.numerator() == absl::Int128Min()) return std::nullopt;  // it has no counterpart
  const Directions words = DirectionsOf(display.scale);
  const Fraction size(positive ? value.numerator() : -value.numerator(), value.denominator());
  return Prefixed(positive ? words.up : words.down, NumberText(size, print));
}

}  // namespace jurimeter
