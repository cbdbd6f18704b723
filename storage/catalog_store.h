// The port through which catalogs come into force and services learn of them.
#ifndef JURIMETER_STORAGE_CATALOG_STORE_H_
#define JURIMETER_STORAGE_CATALOG_STORE_H_

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

// The catalog in force, as storage keeps it: the text that was applied, and the keys of its codes
// and of all that were left out since. Only the texts know names, so that `keys` names none.
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
class CatalogStore {
 public:
  virtual ~CatalogStore() = default;

  // Which catalog is in force.
  //   FAILED_PRECONDITION  the database's schema is not this program's
  //   UNAVAILABLE          the database is away
  virtual absl::StatusOr<CatalogIdentity> InForce() = 0;

  // The catalog in force.
  //   NOT_FOUND    none was applied
  //   UNAVAILABLE  the database is away
  virtual absl::StatusOr<StoredCatalog> Load() = 0;

  // The last catalog that came into force before `revision`.
  //   NOT_FOUND    there is none
  //   UNAVAILABLE  the database is away
  virtual absl::StatusOr<EarlierCatalog> LastBefore(int64_t revision) = 0;

  // Puts `spec`, which was read from `text` and checked, into force, in one transaction: new
  // codes get keys, codes that are gone keep theirs. Returns the revision of the catalog in force.
  // Applying the text that is in force changes nothing, and is no entry of the ledger.
  //   FAILED_PRECONDITION  it contradicts what is recorded: an indicator changed between flow,
  //                        stock and derived, or its quantity_decimals, or the time zone changed.
  //                        All contradictions are named; nothing was changed
  //   UNAVAILABLE          the database is away
  virtual absl::StatusOr<int64_t> Apply(const CatalogSpec& spec, const std::string& text) = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_CATALOG_STORE_H_
