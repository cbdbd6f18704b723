// Names of the categories that a catalog left out, which earlier catalogs know.
//
// Threads: one at a time for each store.
#ifndef JURIMETER_SERVICES_RUNTIME_LEFT_OUT_CATEGORIES_H_
#define JURIMETER_SERVICES_RUNTIME_LEFT_OUT_CATEGORIES_H_

#include "absl/status/status.h"
#include "storage/catalog_store.h"

namespace jurimeter::runtime {

// How many earlier catalogs are read at most. What none of them names has its code alone.
inline constexpr int kMaxEarlierCatalogs = 1000;

// Fills `catalog->keys.left_out`. Reads earlier catalogs, the latest first, until each category
// that has a key and is not declared any more is named; none if nothing was left out.
//   UNAVAILABLE  the database is away
absl::Status NameLeftOut(storage::CatalogStore* store, storage::StoredCatalog* catalog);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_LEFT_OUT_CATEGORIES_H_
