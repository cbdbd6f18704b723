// Questions about who reported in a period.
//
// Example:
//   CompletenessQuery query{.period = QuarterPeriod(2023, 3)};
//   Violations faults = CheckQuery(catalog, query);
//   for (const auto& [indicator, completeness] :
//        ComputeCompleteness(catalog, totals, closed, query)) ...
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_COMPLETENESS_QUERY_H_
#define JURIMETER_DOMAIN_FIGURES_COMPLETENESS_QUERY_H_

#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/closing/closed_days.h"
#include "domain/figures/completeness.h"
#include "domain/totals/totals.h"
#include "domain/values/period.h"
#include "domain/values/violation.h"

namespace jurimeter {

struct CompletenessQuery {
  Period period;
  std::string region = "";
  std::vector<std::string> indicators = {};  // codes of flows and stocks; empty: all
};

struct IndicatorCompleteness {
  const Indicator* indicator;
  Completeness completeness;
};

// Every fault of `query`, with the field names of QueryCompletenessRequest.
Violations CheckQuery(const Catalog& catalog, const CompletenessQuery& query);

// In the order of `query.indicators` or of the catalog. Requires that CheckQuery found nothing.
std::vector<IndicatorCompleteness> ComputeCompleteness(const Catalog& catalog, const Totals& totals,
                                                       const ClosedDays& closed,
                                                       const CompletenessQuery& query);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_COMPLETENESS_QUERY_H_
