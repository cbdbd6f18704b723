// Checks that the data rules of a catalog are well formed. It sees no reported number:
// domain/figures/data_rules.h checks those by the rules, whenever figures are asked for.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_RULE_CHECK_H_
#define JURIMETER_DOMAIN_CATALOG_RULE_CHECK_H_

#include "domain/catalog/catalog_spec.h"
#include "domain/catalog/indicator_places.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Adds the faults of the data rules. Compares their units only if all definitions are `sound`.
void CheckRules(const CatalogSpec& spec, const IndicatorPlaces& places, bool sound,
                Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_RULE_CHECK_H_
