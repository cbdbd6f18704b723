// The rule that definitions end in what is reported, and soon enough.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_DEPTH_CHECK_H_
#define JURIMETER_DOMAIN_CATALOG_DEPTH_CHECK_H_

#include "domain/catalog/catalog_spec.h"
#include "domain/catalog/indicator_places.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Adds each cycle of definitions, once, at a reference that is part of it; or, if there is none,
// the definitions that are one deeper than kMaxDefinitionDepth.
void CheckDepth(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_DEPTH_CHECK_H_
