// The port through which catalogs come into force and services learn of them.
#ifndef JURIMETER_STORAGE_CATALOG_STORE_H_
#define JURIMETER_STORAGE_CATALOG_STORE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "domain/ledger/digest.h"
#include "storage/catalog_history.h"

namespace jurimeter::storage {

// Threads: one thread at a time for each object.
class CatalogStore : public CatalogHistory {
 public:
  // Which catalog is in force.
  //   FAILED_PRECONDITION  the database's schema is not this program's
  //   UNAVAILABLE          the database is away
  virtual absl::StatusOr<CatalogIdentity> InForce() = 0;

  // The catalog in force.
  //   NOT_FOUND    none was applied
  //   UNAVAILABLE  the database is away
  virtual absl::StatusOr<StoredCatalog> Load() = 0;

  // Puts `spec`, which was read from `text` and checked, into force, in one transaction: new
  // codes get keys, codes that are gone keep theirs. The principal of the entry is the session's
  // role, as "database/ROLE". Returns the revision of the catalog in force.
  // Applying the text that is in force changes nothing, and is no entry of the ledger. `rules` is
  // the chain value of the rules that the caller compared the catalog with, if it did.
  //   ABORTED              other rules than `rules` are in force; nothing was changed
  //   FAILED_PRECONDITION  it contradicts what is recorded: an indicator changed between flow,
  //                        stock and derived, or its quantity_decimals, or the time zone changed.
  //                        All contradictions are named; nothing was changed
  //   UNAVAILABLE          the database is away
  virtual absl::StatusOr<int64_t> Apply(const CatalogSpec& spec, const std::string& text,
                                        const std::optional<Digest>& rules) = 0;
  // The same for a caller that compared it with nothing.
  absl::StatusOr<int64_t> Apply(const CatalogSpec& spec, const std::string& text) {
    return Apply(spec, text, std::nullopt);
  }
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_CATALOG_STORE_H_
