// The port through which access lists come into force and are read.
#ifndef JURIMETER_STORAGE_ACCESS_STORE_H_
#define JURIMETER_STORAGE_ACCESS_STORE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "domain/ledger/digest.h"
#include "storage/entry_identity.h"

namespace jurimeter::storage {

// Which access list is in force: the entry that brought it.
using AccessIdentity = EntryIdentity;

// An access list, as storage keeps it: the text that was applied. Who loads it parses it again, so
// that there is one source of the truth.
struct StoredAccessList {
  AccessIdentity identity;
  std::string text;
};

// Threads: one thread at a time for each object.
class AccessStore {
 public:
  virtual ~AccessStore() = default;

  // Which access list is in force.
  //   FAILED_PRECONDITION  the database's schema is not this program's
  //   UNIMPLEMENTED        the ledger has an entry of a kind that this program does not know, and
  //                        which can change figures or rules
  //   UNAVAILABLE          the database is away
  virtual absl::StatusOr<AccessIdentity> InForce() = 0;

  // The access list in force.
  //   NOT_FOUND  none was applied
  //   INTERNAL   the ledger has an entry of one, and its text is not there
  //   FAILED_PRECONDITION, UNIMPLEMENTED, UNAVAILABLE  as above
  virtual absl::StatusOr<StoredAccessList> Load() = 0;

  // Puts `text`, which was checked under the rules of the chain value `rules`, into force, in one
  // transaction, and returns the revision of the list in force. From that on no store takes
  // anything that was admitted under rules without it. The principal of the entry is the session's
  // role, as "database/ROLE". Applying the text that is in force changes nothing, and is no entry
  // of the ledger.
  //   ABORTED              other rules than `rules` are in force; nothing was changed
  //   FAILED_PRECONDITION, UNAVAILABLE  as above. If the answer was lost, it may be in force;
  //                        applying it again is safe
  //   INTERNAL             the role may not, or the ledger takes no entry
  virtual absl::StatusOr<int64_t> Apply(const std::string& text, const Digest& rules) = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_ACCESS_STORE_H_
