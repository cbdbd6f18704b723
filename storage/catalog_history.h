// Catalogs as the ledger keeps them: which came into force, at which of its entries.
#ifndef JURIMETER_STORAGE_CATALOG_HISTORY_H_
#define JURIMETER_STORAGE_CATALOG_HISTORY_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "domain/ledger/digest.h"

namespace jurimeter::storage {

// Which catalog is in force. A revision alone does not tell: after a restore it can stand for
// another text, and a key for another code.
struct CatalogIdentity {
  int64_t revision = 0;  // of the ledger's entry that brought it into force. 0: none was applied
  Digest chain{};        // of that entry, which fixes its text and all keys given up to it

  friend bool operator==(const CatalogIdentity&, const CatalogIdentity&) = default;
};

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
