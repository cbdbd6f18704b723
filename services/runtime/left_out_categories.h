// Names of the categories that the catalog in force left out. Earlier catalogs know them.
//
// Threads: one at a time for each history.
#ifndef JURIMETER_SERVICES_RUNTIME_LEFT_OUT_CATEGORIES_H_
#define JURIMETER_SERVICES_RUNTIME_LEFT_OUT_CATEGORIES_H_

#include "absl/status/status.h"
#include "storage/catalog_history.h"

namespace jurimeter::runtime {

// Most earlier catalogs that are read. A category that none of them names is known by its code
// alone.
inline constexpr int kMaxEarlierCatalogs = 1000;

// Fills `catalog->keys.left_out` with the categories that have a key and are no longer declared.
// Reads earlier catalogs, the latest first, until each of them has a name.
//   UNAVAILABLE  the database is away
absl::Status NameLeftOut(storage::CatalogHistory* history, storage::StoredCatalog* catalog);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_LEFT_OUT_CATEGORIES_H_
