// A catalog that is in force, ready for use: read from the text that storage keeps.
//
// Example:
//   absl::StatusOr<InForce> in_force = ReadInForce(*store.Load(), &store);
#ifndef JURIMETER_SERVICES_RUNTIME_CATALOG_IN_FORCE_H_
#define JURIMETER_SERVICES_RUNTIME_CATALOG_IN_FORCE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "storage/catalog_history.h"

namespace jurimeter::runtime {

struct CatalogInForce {
  storage::CatalogIdentity identity;
  std::shared_ptr<const Catalog> catalog;
};

using InForce = std::shared_ptr<const CatalogInForce>;

// Parses what was stored, with names for categories that it left out, which `history` knows.
//   FAILED_PRECONDITION  this program cannot read its text, perhaps since a newer one wrote it
//   UNAVAILABLE          the database is away
absl::StatusOr<InForce> ReadInForce(storage::StoredCatalog stored,
                                    storage::CatalogHistory* history);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_CATALOG_IN_FORCE_H_
