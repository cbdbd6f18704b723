// What the log has of events that the rules in force refuse: a resend of a recorded event stays a
// duplicate, whatever has changed since.
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_RECORDED_DRAFTS_H_
#define JURIMETER_STORAGE_POSTGRES_RECORDED_DRAFTS_H_

#include <vector>

#include "absl/types/span.h"
#include "domain/event/event_draft.h"
#include "domain/event/event_outcome.h"
#include "domain/ledger/digest.h"
#include "storage/event_store.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// Prepares the statements below; once for each connection. Those of the ledger are needed too.
void PrepareRecordedDrafts(Connection& connection);

// As EventStore::FindRecorded says. If there are duplicates, an empty entry of the ledger makes
// sure that they are durable. Throws what Transaction throws, and Untaken if the ledger has no
// head.
RecordedResult FindDrafts(Connection& connection, absl::Span<const EventDraft> drafts,
                          const Digest& rules);

// What the log has of each draft, as FindDrafts says, but that it is durable.
std::vector<EventOutcome> LookUpDrafts(Transaction& transaction,
                                       absl::Span<const EventDraft> drafts);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_RECORDED_DRAFTS_H_
