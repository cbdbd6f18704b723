// The decimals in which the counts behind an indicator are kept.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_COUNT_DECIMALS_H_
#define JURIMETER_DOMAIN_CATALOG_COUNT_DECIMALS_H_

#include "domain/catalog/catalog_spec.h"
#include "domain/catalog/indicator_places.h"

namespace jurimeter {

// Counts are whole numbers of 10^-QuantityDecimals units: its own decimals, or those of its first
// operand; 0 if it counts bureaus or regions. Requires sound definitions without a cycle.
int QuantityDecimals(const CatalogSpec& spec, const IndicatorPlaces& places,
                     const IndicatorSpec& indicator);

// The decimals of the denominator, if the indicator is a ratio or is computed from one; else 0.
int DenominatorDecimals(const CatalogSpec& spec, const IndicatorPlaces& places,
                        const IndicatorSpec& indicator);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_COUNT_DECIMALS_H_
