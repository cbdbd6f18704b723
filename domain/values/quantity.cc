#include "domain/values/quantity.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "domain/values/digits.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

struct DecimalParts {
  std::string_view whole;
  std::string_view decimals;
  bool has_point = false;
};

DecimalParts Split(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  return {.whole = text.substr(0, point),
          .decimals = text.substr(std::min(point + 1, text.size())),
          .has_point = point < text.size()};
}

// Adds `digits` to `number`; false beyond kMaxQuantity.
bool AddDigits(std::string_view digits, int64_t* number) {
  for (const char digit : digits) {
    *number = *number * 10 + (digit - '0');
    if (*number > kMaxQuantity) return false;
  }
  return true;
}

std::string OutOfRange(std::string_view text, int decimals) {
  return absl::StrCat(Quoted(text), " is out of range; expected 0 to ",
                      Digits(kMaxQuantity, decimals));
}

}  // namespace

Checked<std::string_view, std::string> CheckDecimal(std::string_view text) {
  if (text.empty()) return std::string("missing; expected a number, 0 if there was nothing");
  const DecimalParts parts = Split(text);
  if (AreDigits(parts.whole) && (!parts.has_point || AreDigits(parts.decimals))) {
    return text;
  }
  Checked<std::string_view, std::string> kept = CheckText(text);
  if (!kept.ok()) return kept;
  return absl::StrCat(
      Quoted(text),
      " is not a number in digits; expected one such as 1234, or 1234.56 if the indicator has "
      "decimals");
}

Checked<int64_t, std::string> ParseQuantity(std::string_view text, int decimals) {
  Checked<std::string_view, std::string> decimal = CheckDecimal(text);
  if (!decimal.ok()) return std::move(decimal).faults();
  const DecimalParts parts = Split(text);
  const auto wanted = static_cast<size_t>(decimals);
  if (parts.decimals.size() > wanted) {
    return absl::StrCat(Quoted(text), " has ", parts.decimals.size(),
                        parts.decimals.size() == 1 ? " decimal" : " decimals", "; expected ",
                        decimals == 0 ? "a whole number" : absl::StrCat("at most ", decimals));
  }
  if (text.starts_with('-')) return OutOfRange(text, decimals);
  int64_t quantity = 0;
  const std::string zeros(wanted - parts.decimals.size(), '0');
  for (const std::string_view digits : {parts.whole, parts.decimals, std::string_view(zeros)}) {
    if (!AddDigits(digits, &quantity)) return OutOfRange(text, decimals);
  }
  return quantity;
}

}  // namespace jurimeter
