#include "domain/figures/figures.h"

#include <utility>

#include "absl/status/statusor.h"
#include "domain/catalog/definition.h"
#include "domain/figures/comparison.h"
#include "domain/figures/display.h"
#include "domain/figures/evaluation.h"

namespace jurimeter {
namespace {

constexpr int kGrowthDecimals = 2;

// How a comparison's number is printed.
struct Print {
  const IndicatorSpec& spec;
  Display display;
  Percentage percentage;
};

// The text of `value`, empty where it has none. Where a number does not fit, `status` becomes
// kOverflow.
std::string TextOf(const Value& value, const Print& print, FigureStatus* status) {
  if (value.status == FigureStatus::kOverflow) *status = FigureStatus::kOverflow;
  if (value.status != FigureStatus::kOk) return "";
  absl::StatusOr<std::string> text = DisplayText(*value.number, print.display, print.spec.rounding,
                                                 print.spec.unit_zh, print.percentage);
  if (text.ok()) return *std::move(text);
  *status = FigureStatus::kOverflow;
  return "";
}

Display GrowthDisplay() {
  Display display;
  display.scale = Scale::kPercent;
  display.decimals = kGrowthDecimals;
  return display;
}

// As the indicator is printed, but with a sign and without a bound.
Display ChangeDisplay(const Display& of) {
  Display display = of;
  display.with_unit = of.with_unit || (of.bound && of.bound->with_unit);
  display.bound.reset();
  display.sign = Sign::kAlways;
  if (of.scale == Scale::kPercent) display.scale = Scale::kPercentagePoints;
  return display;
}

}  // namespace

Figure FigureOf(const Indicator& indicator, Value value) {
  const IndicatorSpec& spec = indicator.spec;
  Figure figure = {&indicator, value.status, value.exact, "", std::move(value.holders)};
  if (value.status != FigureStatus::kOk) return figure;
  absl::StatusOr<std::string> text =
      DisplayText(*value.number, spec.display, spec.rounding, spec.unit_zh,
                  PercentageOf(indicator.printed_kind));
  if (!text.ok()) return {&indicator, FigureStatus::kOverflow, {}, ""};
  figure.display = *std::move(text);
  return figure;
}

Compared ComparedWith(const Indicator& indicator, const Value& current, const Value& prior) {
  const IndicatorSpec& spec = indicator.spec;
  const Display& display = spec.display;
  Compared compared = {prior.status, prior.exact, "", "", ""};
  FigureStatus& status = compared.status;
  compared.display = TextOf(prior, {spec, display, PercentageOf(indicator.printed_kind)}, &status);
  if (status == FigureStatus::kOverflow) return {status, {}, "", "", ""};
  const bool comparable = Admits(OperandRule::kChanging, indicator.kind, display.scale);
  if (!comparable || current.status != FigureStatus::kOk) return compared;
  compared.change_display = TextOf(ChangeOf(current, prior, Evaluation::UnitOf(indicator)),
                                   {spec, ChangeDisplay(display), Percentage::kPart}, &status);
  if (display.scale != Scale::kPercent) {
    compared.growth_display =
        TextOf(GrowthOf(current, prior), {spec, GrowthDisplay(), Percentage::kGrowth}, &status);
  }
  return compared;
}

Scope ScopeOf(const Catalog& catalog, const std::string& region,
              const std::vector<std::string>& bureaus) {
  const Scope scope = Scope::All(catalog).InRegion(region);
  return bureaus.empty() ? scope : scope.OfBureaus(bureaus);
}

std::vector<const Indicator*> IndicatorsOf(const Catalog& catalog,
                                           const std::vector<std::string>& codes,
                                           bool include_supporting) {
  std::vector<const Indicator*> indicators;
  for (const std::string& code : codes) indicators.push_back(catalog.FindIndicator(code));
  if (!codes.empty()) return indicators;
  for (const Indicator& indicator : catalog.indicators()) {
    if (!indicator.spec.supporting || include_supporting) indicators.push_back(&indicator);
  }
  return indicators;
}

}  // namespace jurimeter
