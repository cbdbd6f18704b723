// The rules that a catalog must obey, as Catalog::Create lists them.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_CATALOG_CHECKS_H_
#define JURIMETER_DOMAIN_CATALOG_CATALOG_CHECKS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/definition.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Loads the zone of an IANA name; false where the name is no such name. Refuses names that mean
// something else on another machine, such as "localtime" and paths.
bool LoadNamedTimeZone(std::string_view name, absl::TimeZone* zone);

// Places of the indicators by code; of a code that stands twice, the first. Valid while `spec`
// lives.
using IndicatorPlaces = absl::flat_hash_map<absl::string_view, size_t>;
IndicatorPlaces PlacesOf(const CatalogSpec& spec);

// Every fault of `spec`, and of `keys` for it.
Violations CheckCatalog(const CatalogSpec& spec, const CatalogKeys& keys, CatalogUse use);

// Adds what can be evaluated and nobody means: a term given twice, an assignment that changes
// nothing, a percentage of a count.
void CheckIntent(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults);

// Adds the faults of the definition of the indicator at `place`: none given, an operand missing,
// unknown, or of a kind that it cannot take.
void CheckDefinition(const CatalogSpec& spec, const IndicatorPlaces& places, size_t place,
                     Violations* faults);

// Adds what the definition at `place` has out of range: coefficients, years, digits, categories.
void CheckNumbers(const CatalogSpec& spec, const IndicatorPlaces& places, size_t place,
                  Violations* faults);

// The decimals in which the counts of an indicator are: its own, or those of its first operand.
// Requires sound definitions without a cycle.
int QuantityDecimals(const CatalogSpec& spec, const IndicatorPlaces& places,
                     const IndicatorSpec& indicator);

// The same of the denominators of ratios and of what is made of ratios; 0 of counts.
int DenominatorDecimals(const CatalogSpec& spec, const IndicatorPlaces& places,
                        const IndicatorSpec& indicator);

// Adds the counts that are added or compared in different units. Requires sound definitions.
void CheckUnits(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults);

// Adds the faults of the rules; of their units only where the definitions are `sound`.
void CheckRules(const CatalogSpec& spec, const IndicatorPlaces& places, bool sound,
                Violations* faults);

// Adds the fault of a reference of `field` to an indicator: missing, unknown, or of a kind that it
// cannot take. Whether there was none.
bool CheckOperand(const CatalogSpec& spec, const IndicatorPlaces& places, const std::string& field,
                  std::string_view code, OperandRule rule, Violations* faults);

// Adds each cycle of definitions, once, at a reference that is part of it; or, where there is none,
// the definitions that are one deeper than they may be.
void CheckDepth(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CATALOG_CHECKS_H_
