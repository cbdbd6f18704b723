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

// Of `entries` those whose ids the log has, as (place in `entries`, what is there), ascending.
std::vector<std::pair<size_t, StoredEvent>> FindStored(Transaction& transaction,
                                                       absl::Span<const BatchEntry> entries);

// A commit id that nobody has had.
int64_t DrawCommitId(Transaction& transaction);

// Writes `entries`, sorted, into the log and returns their digest. That one of the ids is there
// already shows as pqxx::sql_error of unique_violation, here or where the transaction is next
// waited for.
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
