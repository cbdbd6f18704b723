#include "domain/figures/message_number.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "domain/figures/display.h"
#include "domain/values/digits.h"

namespace jurimeter {
namespace {

// The fewest decimals that print all of `value`; nothing if it has too many.
std::optional<int> DecimalsOf(const Fraction& value, Scale scale) {
  const int shift = ShiftOf(scale);
  const int most = kMaxDecimals + std::max(0, -shift);
  for (int decimals = 0; decimals <= most; ++decimals) {
    if (value.IsWholeAt(shift + decimals)) return decimals;
  }
  return std::nullopt;
}

std::string FractionText(const Fraction& value) {
  const std::string numerator = SignedDigits(value.numerator());
  if (value.denominator() == 1) return numerator;
  return absl::StrCat(numerator, "/", SignedDigits(value.denominator()));
}

}  // namespace

std::string MessageNumber(const Indicator& indicator, const Fraction& value, Display display) {
  const IndicatorSpec& spec = indicator.spec;
  display.bound.reset();
  if (const std::optional<int> decimals = DecimalsOf(value, display.scale)) {
    display.decimals = *decimals;
    display.keep_trailing_zeros = false;
  }
  std::optional<std::string> text =
      DisplayText(value, display, spec.rounding, spec.unit_zh, PercentageOf(indicator.kind));
  return text ? *std::move(text) : FractionText(value);
}

}  // namespace jurimeter
