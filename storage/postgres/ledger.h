// Appends entries to the ledger, within a transaction of the caller.
//
// All throw what Transaction throws.
#ifndef JURIMETER_STORAGE_POSTGRES_LEDGER_H_
#define JURIMETER_STORAGE_POSTGRES_LEDGER_H_

#include <cstdint>
#include <pqxx/pqxx>

#include "domain/ledger/digest.h"
#include "domain/ledger/entry_kind.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// What an entry holds.
struct EntryItems {
  int64_t count = 0;
  Digest digest{};  // Merkle root over their canonical bytes
};

// Prepares the statements below; once for each connection.
void PrepareLedger(Connection& connection);

// An entry id that nobody has had.
int64_t DrawEntryId(Transaction& transaction);

struct Appended {
  int64_t revision;
  int64_t next_entry_id;  // drawn for the entry after this one
};

// Appends the entry, which keeps all other transactions waiting from here on, and commits. Throws
// pqxx::failure if the ledger does not take the entry; nothing is committed then.
Appended AppendToLedgerAndCommit(Transaction& transaction, int64_t entry_id, const EntryKind& kind,
                                 const EntryItems& items);

// The same in a transaction of libpqxx, which the caller commits. AppendEntry returns the revision.
int64_t DrawEntryId(pqxx::transaction_base& transaction);
int64_t AppendEntry(pqxx::transaction_base& transaction, int64_t entry_id, const EntryKind& kind,
                    const EntryItems& items);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_LEDGER_H_
