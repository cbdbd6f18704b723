// Which entry of a ledger is meant.
#ifndef JURIMETER_STORAGE_ENTRY_IDENTITY_H_
#define JURIMETER_STORAGE_ENTRY_IDENTITY_H_

#include <cstdint>

#include "domain/ledger/digest.h"

namespace jurimeter::storage {

// A revision alone does not tell: after a restore it can stand for another text, and a key for
// another code.
struct EntryIdentity {
  int64_t revision = 0;  // 0: none
  Digest chain{};        // of that entry, which fixes all that came up to it

  friend bool operator==(const EntryIdentity&, const EntryIdentity&) = default;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_ENTRY_IDENTITY_H_
