// What the log has of events that the rules in force refuse: a resend of a recorded event stays a
// duplicate, whatever has changed since.
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_RECORDED_DRAFTS_H_
#define JURIMETER_STORAGE_POSTGRES_RECORDED_DRAFTS_H_

#include "absl/types/span.h"
#include "domain/event/event_draft.h"
#include "storage/event_store.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// Prepares the statements below; once for each connection. Those of the ledger are needed too.
void PrepareRecordedDrafts(Connection& connection);

// As EventStore::FindRecorded says. If there are duplicates, an empty entry of the ledger makes
// sure that they are durable. Throws what Transaction throws.
CommitResult FindDrafts(Connection& connection, absl::Span<const EventDraft> drafts);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_RECORDED_DRAFTS_H_
