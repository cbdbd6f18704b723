// Appends entries to the ledger, within a transaction of the caller.
//
// All throw what Transaction throws.
#ifndef JURIMETER_STORAGE_POSTGRES_LEDGER_H_
#define JURIMETER_STORAGE_POSTGRES_LEDGER_H_

#include <cstdint>
#include <optional>
#include <pqxx/pqxx>
#include <string_view>

#include "absl/status/status.h"
#include "domain/ledger/digest.h"
#include "domain/ledger/entry_kind.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// What an entry holds.
struct EntryItems {
  int64_t count = 0;
  Digest digest{};  // Merkle root over their canonical bytes
};

// Of an entry that holds one item, whose canonical bytes are `leaf`.
EntryItems OneItem(std::string_view leaf);

// Prepares the statements below; once for each connection.
void PrepareLedger(Connection& connection);

// An entry id that nobody has had.
int64_t DrawEntryId(Transaction& transaction);

struct Appended {
  int64_t revision;
  int64_t next_entry_id;  // drawn for the entry after this one
};

// The ledger did not take an entry, and nothing was committed. WhyUntaken says why.
class Untaken : public pqxx::failure {
 public:
  using pqxx::failure::failure;
};

// Appends the entry, which keeps all other transactions waiting from here on, and commits. `rules`
// is the chain value of the rules by which its items were admitted; none if it relies on none.
// Throws Untaken if others are in force, or the ledger takes no entry at all.
Appended AppendToLedgerAndCommit(Transaction& transaction, int64_t entry_id, const EntryKind& kind,
                                 const EntryItems& items, const std::optional<Digest>& rules);

// The same in a transaction of libpqxx, which the caller commits. Returns the revision.
int64_t DrawEntryId(pqxx::transaction_base& transaction);
int64_t AppendEntry(pqxx::transaction_base& transaction, int64_t entry_id, const EntryKind& kind,
                    const EntryItems& items, const std::optional<Digest>& rules);

// The same without an item: a commit that waits for the log to be flushed, for answers that rely on
// what others have committed. Returns the revision.
int64_t CommitNothing(Transaction& transaction);

// Whether `rules` are in force. Throws Untaken if the ledger has no head.
bool AreInForce(Transaction& transaction, const Digest& rules);

// Throws Untaken unless `rules` are in force. For a transaction that appends nothing.
void RequireRules(Transaction& transaction, const Digest& rules);

// Why the ledger did not take an entry that relies on `rules`, by its head as it is now. Throws
// what RunStatement throws.
//   ABORTED   other rules are in force: the items have to be admitted anew
//   INTERNAL  the ledger has no head, or loses rows; the message is that of `untaken`
absl::Status WhyUntaken(Connection& connection, const Digest& rules, const Untaken& untaken);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_LEDGER_H_
