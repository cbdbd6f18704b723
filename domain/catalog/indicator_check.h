// The rules that the indicators of a catalog must obey, each by itself.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_INDICATOR_CHECK_H_
#define JURIMETER_DOMAIN_CATALOG_INDICATOR_CHECK_H_

#include "domain/catalog/catalog_keys.h"
#include "domain/catalog/catalog_spec.h"
#include "domain/catalog/indicator_places.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Adds the faults of the indicators: of their codes, texts, definitions, categories, reporters and
// displays, and of the keys that `keys` lacks. Returns true if all definitions are sound.
bool CheckIndicators(const CatalogSpec& spec, const CatalogKeys& keys,
                     const IndicatorPlaces& places, Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_INDICATOR_CHECK_H_
