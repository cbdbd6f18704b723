// Catalogs as they stood at a revision. Rows of catalogs and keys never change once their entry is
// in the ledger, so that several statements read what one snapshot would show.
//
// All throw what RunStatement throws. Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_STORED_CATALOG_H_
#define JURIMETER_STORAGE_POSTGRES_STORED_CATALOG_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "storage/catalog_history.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// The catalog that was in force at `revision`, with the keys that were given until then.
//   NOT_FOUND  none was applied until then
absl::StatusOr<StoredCatalog> ReadCatalogAt(Connection& connection, int64_t revision);

// The last catalog that came into force before `revision`.
//   NOT_FOUND  there is none
absl::StatusOr<EarlierCatalog> ReadCatalogBefore(Connection& connection, int64_t revision);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_STORED_CATALOG_H_
