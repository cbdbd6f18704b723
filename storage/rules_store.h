// The port through which a service that records learns of the rules in force: which catalog,
// which access list, and which days are closed.
#ifndef JURIMETER_STORAGE_RULES_STORE_H_
#define JURIMETER_STORAGE_RULES_STORE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/closing/closing.h"
#include "domain/ledger/digest.h"
#include "storage/access_store.h"
#include "storage/catalog_history.h"

namespace jurimeter::storage {

// Which rules are in force. A revision alone does not tell: after a restore it can stand for other
// rules.
struct RulesIdentity {
  int64_t revision = 0;  // of the last entry that changed the rules. 0: there is none
  Digest chain{};        // of that entry, by which commits name the rules
  CatalogIdentity catalog;
  AccessIdentity access = {};

  friend bool operator==(const RulesIdentity&, const RulesIdentity&) = default;
};

// How the rules in force differ from those that were known.
struct RulesChange {
  RulesIdentity identity;                       // of those in force
  std::optional<StoredCatalog> catalog;         // that in force, if it is not the known one
  std::optional<StoredAccessList> access = {};  // the same; none also if none is in force
  // Whether `closings` are all that there are, since nothing was known, or that of another ledger.
  // Otherwise they are those after the known revision.
  bool anew = false;
  std::vector<Closing> closings;  // in the order of their revisions
};

// Threads: one thread at a time for each object.
class RulesStore : public CatalogHistory {
 public:
  // The rules in force, as `known` and what has changed since: if nothing has, one look at a few
  // rows. `known` is what an earlier Read gave, or RulesIdentity{}. If no catalog was applied, the
  // identity has none, nor has the change; the same holds for access lists.
  //   UNAVAILABLE          the database is away
  //   FAILED_PRECONDITION  the database's schema is not this program's
  //   UNIMPLEMENTED        the ledger has an entry of a kind that this program does not know, and
  //                        which can change figures or rules
  //   INTERNAL             the ledger has no head, its head names rules that no entry has, or the
  //                        content of an entry is not there
  virtual absl::StatusOr<RulesChange> Read(const RulesIdentity& known) = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_RULES_STORE_H_
