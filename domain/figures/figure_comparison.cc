#include "domain/figures/figure_comparison.h"

#include <optional>
#include <utility>

#include "domain/catalog/definition.h"
#include "domain/figures/comparison.h"
#include "domain/figures/display.h"
#include "domain/figures/evaluation.h"

namespace jurimeter {
namespace {

constexpr int kGrowthDecimals = 2;

// How a comparison's number is printed.
struct NumberPrint {
  const IndicatorSpec& spec;
  Display display;
  Percentage percentage;
};

// The text of `value`, empty if it has none. Sets `status` to kOverflow if a number does not fit.
std::string TextOf(const Value& value, const NumberPrint& print, FigureStatus* status) {
  if (value.status == FigureStatus::kOverflow) *status = FigureStatus::kOverflow;
  if (value.status != FigureStatus::kOk) return "";
  std::optional<std::string> text = DisplayText(*value.number, print.display, print.spec.rounding,
                                                print.spec.unit_zh, print.percentage);
  if (text) return *std::move(text);
  *status = FigureStatus::kOverflow;
  return "";
}

Display GrowthDisplay() {
  Display display;
  display.scale = Scale::kPercent;
  display.decimals = kGrowthDecimals;
  return display;
}

// Like the indicator's own display, but with a sign and without a bound.
Display ChangeDisplay(const Display& of) {
  Display display = of;
  display.with_unit = of.with_unit || (of.bound && of.bound->with_unit);
  display.bound.reset();
  display.sign = Sign::kAlways;
  if (of.scale == Scale::kPercent) display.scale = Scale::kPercentagePoints;
  return display;
}

}  // namespace

FigureComparison CompareWithPrior(const Indicator& indicator, const Value& current,
                                  const Value& prior) {
  const IndicatorSpec& spec = indicator.spec;
  const Display& display = spec.display;
  FigureComparison compared = {prior.status, prior.exact, "", "", ""};
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

}  // namespace jurimeter
