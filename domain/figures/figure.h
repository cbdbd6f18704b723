// A figure: the value of an indicator, exact, with the text to print.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_FIGURE_H_
#define JURIMETER_DOMAIN_FIGURES_FIGURE_H_

#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/figures/figure_comparison.h"
#include "domain/figures/value.h"

namespace jurimeter {

struct Figure {
  const Indicator* indicator;  // of the catalog that computed it
  FigureStatus status;
  Exact exact;
  std::string display;  // empty unless status is kOk
  std::vector<std::string> holders = {};
  std::optional<FigureComparison> compared = std::nullopt;
};

// The figure of `value`, with its text. Its status is kOverflow if the text does not fit.
Figure FigureOf(const Indicator& indicator, Value value);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_FIGURE_H_
