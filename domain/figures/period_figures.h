// The figures of a period: of the whole, how they compare, and of its parts.
//
// Example:
//   PeriodQuery query{.period = QuarterPeriod(2023, 3)};
//   Violations faults = CheckQuery(catalog, query);
//   PeriodFigures figures = ComputeFigures(catalog, totals, query);
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_PERIOD_FIGURES_H_
#define JURIMETER_DOMAIN_FIGURES_PERIOD_FIGURES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "domain/catalog/catalog.h"
#include "domain/figures/data_rules.h"
#include "domain/figures/figure.h"
#include "domain/figures/period_query.h"
#include "domain/totals/totals.h"

namespace jurimeter {

struct PartFigures {
  std::string key;
  std::string name_zh;  // of a bureau, region or category; may be empty
  std::string name_en;
  std::vector<Figure> figures;
};

struct PeriodFigures {
  std::vector<Figure> figures;
  std::vector<PartFigures> parts;  // each with the same indicators
  std::vector<Breach> breaches;
};

// Asked now and then during a long computation; on false it is given up.
using GoOn = absl::FunctionRef<bool()>;

// Nothing if it was given up. Requires that CheckQuery found nothing.
std::optional<PeriodFigures> ComputeFigures(const Catalog& catalog, const Totals& totals,
                                            const PeriodQuery& query, GoOn go_on);
// The same, to the end.
PeriodFigures ComputeFigures(const Catalog& catalog, const Totals& totals,
                             const PeriodQuery& query);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_PERIOD_FIGURES_H_
