#include "domain/figures/figure.h"

#include <optional>
#include <utility>

#include "domain/figures/display.h"

namespace jurimeter {

Figure FigureOf(const Indicator& indicator, Value value) {
  const IndicatorSpec& spec = indicator.spec;
  Figure figure = {&indicator, value.status, value.exact, "", std::move(value.holders)};
  if (value.status != FigureStatus::kOk) return figure;
  std::optional<std::string> text = DisplayText(*value.number, spec.display, spec.rounding,
                                                spec.unit_zh, PercentageOf(indicator.printed_kind));
  if (!text) return {&indicator, FigureStatus::kOverflow, {}, ""};
  figure.display = *std::move(text);
  return figure;
}

}  // namespace jurimeter
