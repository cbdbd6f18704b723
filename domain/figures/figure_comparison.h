// How a figure compares with that of another period.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_FIGURE_COMPARISON_H_
#define JURIMETER_DOMAIN_FIGURES_FIGURE_COMPARISON_H_

#include <string>

#include "domain/catalog/catalog.h"
#include "domain/figures/value.h"

namespace jurimeter {

struct FigureComparison {
  // The status of the other period's figure; kOverflow also if growth or change is too large.
  FigureStatus status;
  Exact prior;
  std::string display;         // of the other period
  std::string growth_display;  // in percent; empty if there is none
  std::string change_display;  // with its sign; empty if there is none
};

// How `current` of `indicator` compares with `prior`, its value in another period.
FigureComparison CompareWithPrior(const Indicator& indicator, const Value& current,
                                  const Value& prior);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_FIGURE_COMPARISON_H_
