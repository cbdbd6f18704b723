// Catalogs as the ledger keeps them: which came into force, at which of its entries.
#ifndef JURIMETER_STORAGE_CATALOG_HISTORY_H_
#define JURIMETER_STORAGE_CATALOG_HISTORY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "storage/entry_identity.h"

namespace jurimeter::storage {

// Which catalog is in force: the entry that brought it. Its chain value fixes the text, and all
// keys that were given up to it.
using CatalogIdentity = EntryIdentity;

// A catalog, as storage keeps it: the text that was applied, and the keys of its codes and of all
// that were left out until then. Only the texts know names, so that `keys` names none.
// Who loads it parses the text again, so that there is one source of the truth.
struct StoredCatalog {
  CatalogIdentity identity;
  std::string text;
  CatalogKeys keys;
};

struct EarlierCatalog {
  int64_t revision;
  std::string text;
};

// Threads: one thread at a time for each object.
class CatalogHistory {
 public:
  virtual ~CatalogHistory() = default;

  // The last catalog that came into force before `revision`.
  //   NOT_FOUND    there is none
  //   UNAVAILABLE  the database is away
  virtual absl::StatusOr<EarlierCatalog> LastBefore(int64_t revision) = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_CATALOG_HISTORY_H_
