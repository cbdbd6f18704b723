#include "domain/figures/completeness_query.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "domain/catalog/request_checks.h"
#include "domain/figures/query_scope.h"
#include "domain/totals/bureau_tables.h"
#include "domain/values/text.h"

namespace jurimeter {

Violations CheckQuery(const Catalog& catalog, const CompletenessQuery& query) {
  Violations faults;
  CheckPeriod(catalog, query.period, &faults);
  CheckRegionCode(query.region, &faults);
  CheckIndicatorCodes(catalog, query.indicators, &faults);
  for (size_t place = 0; place < query.indicators.size(); ++place) {
    const Indicator* indicator = catalog.FindIndicator(query.indicators[place]);
    if (indicator == nullptr || !indicator->derived()) continue;
    faults.push_back({absl::StrCat("indicators[", place, "]"),
                      absl::StrCat(Quoted(query.indicators[place]), " is derived; expected the ",
                                   "code of a flow or stock")});
  }
  return faults;
}

std::vector<IndicatorCompleteness> ComputeCompleteness(const Catalog& catalog, const Totals& totals,
                                                       const ClosedDays& closed,
                                                       const CompletenessQuery& query) {
  const Scope scope = ScopeOf(catalog, query.region, {});
  BureauTables tables(catalog, totals);
  std::vector<IndicatorCompleteness> answer;
  for (const Indicator* indicator : IndicatorsOf(catalog, query.indicators, true)) {
    if (indicator->derived()) continue;
    answer.push_back({indicator, CompletenessOf(*indicator, query.period, scope, closed, &tables)});
  }
  return answer;
}

}  // namespace jurimeter
