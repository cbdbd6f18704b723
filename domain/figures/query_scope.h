// What a question about figures is asked of: its bureaus and its indicators.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_QUERY_SCOPE_H_
#define JURIMETER_DOMAIN_FIGURES_QUERY_SCOPE_H_

#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/catalog/scope.h"

namespace jurimeter {

// The bureaus of `codes` in the regions that start with `region`; all of them if `codes` is empty.
Scope ScopeOf(const Catalog& catalog, const std::string& region,
              const std::vector<std::string>& codes);

// The indicators of `codes`, in their order. If `codes` is empty: all that the report prints, and
// the supporting ones too if they are to be included. Requires codes that the catalog has.
std::vector<const Indicator*> IndicatorsOf(const Catalog& catalog,
                                           const std::vector<std::string>& codes,
                                           bool include_supporting);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_QUERY_SCOPE_H_
