// Everything that indicators are computed from.
//
// Example: behind a resolution rate stand the rate itself, and the two flows that it divides.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_INDICATORS_BEHIND_H_
#define JURIMETER_DOMAIN_CATALOG_INDICATORS_BEHIND_H_

#include <vector>

#include "domain/catalog/catalog.h"

namespace jurimeter {

// `indicators` and everything that they are computed from, each once and
// depth first. Requires indicators of `catalog`.
std::vector<const Indicator*> IndicatorsBehind(const Catalog& catalog,
                                               const std::vector<const Indicator*>& indicators);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_INDICATORS_BEHIND_H_
