// Keys for a catalog that is not in force yet, to compute figures by it.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_PROVISIONAL_KEYS_H_
#define JURIMETER_DOMAIN_CATALOG_PROVISIONAL_KEYS_H_

#include "domain/catalog/catalog_keys.h"
#include "domain/catalog/catalog_spec.h"

namespace jurimeter {

// `given`, and for each code of `spec` that has none yet a key that nothing was recorded under.
CatalogKeys WithProvisionalKeys(CatalogKeys given, const CatalogSpec& spec);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_PROVISIONAL_KEYS_H_
