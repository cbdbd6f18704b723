#include "services/present/figure_texts.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace jurimeter::present {
namespace {

// `number` times 10^-`decimals`, with all its decimals.
std::string Decimal(int64_t number, int decimals) {
  std::string digits = absl::StrCat(number);
  const std::string sign = number < 0 ? "-" : "";
  digits.erase(0, sign.size());
  const size_t places = static_cast<size_t>(decimals);
  if (places == 0) return sign + digits;
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  return absl::StrCat(sign, digits.substr(0, digits.size() - places), ".",
                      digits.substr(digits.size() - places));
}

std::string RatioText(const v1::Figure& figure, int64_t numerator, int64_t denominator) {
  return absl::StrCat(Decimal(numerator, figure.quantity_decimals()), " / ",
                      Decimal(denominator, figure.denominator_decimals()));
}

// One side of a comparison: a ratio, or a count, whose denominator is 1.
std::string SideText(const v1::Figure& figure, int64_t numerator, int64_t denominator) {
  return denominator == 1 && figure.denominator_decimals() == 0
             ? Decimal(numerator, figure.quantity_decimals())
             : RatioText(figure, numerator, denominator);
}

std::string NumbersText(const v1::Figure& figure) {
  const v1::GrowthParts& growth = figure.growth();
  switch (figure.exact_case()) {
    case v1::Figure::kValue:
      return Decimal(figure.value(), figure.quantity_decimals());
    case v1::Figure::kRatio:
      return RatioText(figure, figure.ratio().numerator(), figure.ratio().denominator());
    case v1::Figure::kGrowth:
      return absl::StrCat(SideText(figure, growth.current(), growth.current_denominator()), " ← ",
                          SideText(figure, growth.prior(), growth.prior_denominator()));
    case v1::Figure::kRank:
      return absl::StrCat(figure.rank().rank(), " of ", figure.rank().of());
    case v1::Figure::EXACT_NOT_SET:
      break;
  }
  return "";
}

// Figure and Compared have the same members; `figure` has the decimals of both.
template <typename Message>
std::vector<std::string> FieldsOf(const v1::Figure& figure, const Message& message) {
  const auto number = [](bool given, int64_t value, int decimals) {
    return given ? Decimal(value, decimals) : std::string();
  };
  const int above = figure.quantity_decimals();
  const int below = figure.denominator_decimals();
  const bool has_growth = message.has_growth();
  return {number(message.has_value(), message.value(), above),
          number(message.has_ratio(), message.ratio().numerator(), above),
          number(message.has_ratio(), message.ratio().denominator(), below),
          number(has_growth, message.growth().current(), above),
          number(has_growth, message.growth().prior(), above),
          number(has_growth, message.growth().current_denominator(), below),
          number(has_growth, message.growth().prior_denominator(), below),
          number(message.has_rank(), message.rank().rank(), 0),
          number(message.has_rank(), message.rank().of(), 0)};
}

}  // namespace

std::string StatusText(v1::FigureStatus status) {
  return std::string(absl::StripPrefix(v1::FigureStatus_Name(status), "FIGURE_STATUS_"));
}

std::string KindText(v1::IndicatorKind kind) {
  return std::string(absl::StripPrefix(v1::IndicatorKind_Name(kind), "INDICATOR_KIND_"));
}

std::string WithUnit(const v1::Figure& figure, const std::string& display) {
  if (display.empty()) return "-";
  const std::string& unit = figure.unit_zh();
  for (const std::string& complete :
       {unit, std::string("%"), std::string("个百分点"), std::string("倍"), std::string("持平")}) {
    if (absl::StrContains(display, complete)) return display;
  }
  return absl::StrCat(display, unit);
}

std::string ExactText(const v1::Figure& figure) {
  const std::string numbers = NumbersText(figure);
  if (figure.holders().empty()) return numbers;
  return absl::StrCat(numbers, " (", absl::StrJoin(figure.holders(), ", "), ")");
}

std::vector<std::string> ExactColumns() {
  return {"value", "numerator",           "denominator",       "current",
          "prior", "current_denominator", "prior_denominator", "rank",
          "of"};
}

std::vector<std::string> ExactFields(const v1::Figure& figure) { return FieldsOf(figure, figure); }

std::vector<std::string> ComparedFields(const v1::Figure& figure) {
  return FieldsOf(figure, figure.compared());
}

}  // namespace jurimeter::present
