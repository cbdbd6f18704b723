// Counts that are added or compared must have the same unit and the same decimals.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_UNIT_CHECK_H_
#define JURIMETER_DOMAIN_CATALOG_UNIT_CHECK_H_

#include <string>

#include "domain/catalog/catalog_spec.h"
#include "domain/catalog/indicator_places.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Adds the counts that are added or compared in different units. Requires sound definitions.
void CheckUnits(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults);

// Adds a fault of `field` if `other` is not counted as `one` is. Requires sound definitions.
void CheckSameUnit(const CatalogSpec& spec, const IndicatorPlaces& places, const IndicatorSpec& one,
                   const std::string& field, const IndicatorSpec& other, Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_UNIT_CHECK_H_
