// The rules of what a definition says beside its operands.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_NUMBER_CHECK_H_
#define JURIMETER_DOMAIN_CATALOG_NUMBER_CHECK_H_

#include <cstddef>

#include "domain/catalog/catalog_spec.h"
#include "domain/catalog/indicator_places.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Adds what the definition at `place` has out of range: coefficients, years, digits, categories,
// and a scale or words that its kind cannot have.
void CheckNumbers(const CatalogSpec& spec, const IndicatorPlaces& places, size_t place,
                  Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_NUMBER_CHECK_H_
