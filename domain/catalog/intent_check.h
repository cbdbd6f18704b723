// Refuses what could be evaluated but is surely a mistake.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_INTENT_CHECK_H_
#define JURIMETER_DOMAIN_CATALOG_INTENT_CHECK_H_

#include "domain/catalog/catalog_spec.h"
#include "domain/catalog/indicator_places.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Adds what can be evaluated and nobody means: a term given twice, an assignment that changes
// nothing or lies before the first year, a count printed as a percentage.
void CheckIntent(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_INTENT_CHECK_H_
