// The rules that the bureaus of a catalog must obey.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_BUREAU_CHECK_H_
#define JURIMETER_DOMAIN_CATALOG_BUREAU_CHECK_H_

#include "domain/catalog/catalog_keys.h"
#include "domain/catalog/catalog_spec.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Adds the faults of the bureaus: of their codes, names, lives and assignments, and of the keys
// that `keys` lacks for them.
void CheckBureaus(const CatalogSpec& spec, const CatalogKeys& keys, Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_BUREAU_CHECK_H_
