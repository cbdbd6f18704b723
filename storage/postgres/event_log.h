// Statements on the event log and the ledger, within a transaction of the caller.
//
// All throw what Transaction throws.
#ifndef JURIMETER_STORAGE_POSTGRES_EVENT_LOG_H_
#define JURIMETER_STORAGE_POSTGRES_EVENT_LOG_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "domain/event/digest.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/event_batch.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// Prepares the statements below; once for each connection.
void PrepareEventLog(Connection& connection);

// The entries whose ids are in the log, as (place in `entries`, stored event), by place.
std::vector<std::pair<size_t, StoredEvent>> FindStored(Transaction& transaction,
                                                       absl::Span<const BatchEntry> entries);

// A commit id that nobody has had.
int64_t DrawCommitId(Transaction& transaction);

// Writes `entries`, sorted, into the log and returns their digest. If an id is stored already, this
// function, or the next one that waits for the transaction, throws pqxx::sql_error with the state
// of unique_violation.
Digest WriteEvents(Transaction& transaction, absl::Span<const BatchEntry> entries,
                   int64_t commit_id, const CodeTable& codes);

struct Appended {
  int64_t revision;
  int64_t next_commit_id;  // drawn for the commit after this one
};

// Appends the commit to the ledger, which keeps all other transactions waiting from here on, and
// commits. Throws pqxx::failure if the ledger does not take the row; nothing is committed then.
Appended AppendToLedgerAndCommit(Transaction& transaction, int64_t commit_id, size_t events,
                                 const Digest& digest);

// Sends the statement that inserts events, with none.
void SendNoEvents(Transaction& transaction);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_EVENT_LOG_H_
