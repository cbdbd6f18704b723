// Statements on the event log, within a transaction of the caller.
//
// All throw what Transaction throws.
#ifndef JURIMETER_STORAGE_POSTGRES_EVENT_LOG_H_
#define JURIMETER_STORAGE_POSTGRES_EVENT_LOG_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/event_batch.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// Prepares the statements below; once for each connection.
void PrepareEventLog(Connection& connection);

// The entries whose ids are in the log, as (place in `entries`, stored event), by place.
std::vector<std::pair<size_t, StoredEvent>> FindStored(Transaction& transaction,
                                                       absl::Span<const BatchEntry> entries);

// Writes `entries`, sorted, into the log. If an id is stored already, this function, or the next
// one that waits for the transaction, throws pqxx::sql_error with the state of unique_violation.
EntryItems WriteEvents(Transaction& transaction, absl::Span<const BatchEntry> entries,
                       int64_t entry_id, const CodeTable& codes);

// Sends the statement that inserts events, with none.
void SendNoEvents(Transaction& transaction);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_EVENT_LOG_H_
