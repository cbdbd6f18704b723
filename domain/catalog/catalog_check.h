// The rules that a catalog must obey, as Catalog::Create lists them.
//
// Each file *_check.h here has the rules of one part; this one puts them together.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_CATALOG_CHECK_H_
#define JURIMETER_DOMAIN_CATALOG_CATALOG_CHECK_H_

#include "domain/catalog/catalog_keys.h"
#include "domain/catalog/catalog_spec.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Every fault of `spec`, and of `keys` for it.
Violations CheckCatalog(const CatalogSpec& spec, const CatalogKeys& keys, CatalogUse use);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CATALOG_CHECK_H_
