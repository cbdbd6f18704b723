// What the database has of corrections that the rules in force refuse: a repetition of a correction
// that is done stays a duplicate, whatever has changed since.
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_RECORDED_CORRECTIONS_H_
#define JURIMETER_STORAGE_POSTGRES_RECORDED_CORRECTIONS_H_

#include "absl/types/span.h"
#include "domain/event/correction.h"
#include "domain/ledger/digest.h"
#include "storage/event_store.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// Prepares the statement below; once for each connection. Those of the ledger and of the recorded
// drafts are needed too.
void PrepareRecordedCorrections(Connection& connection);

// As EventStore::FindCorrections says. If any are done, and `dry_run` is false, an empty entry of
// the ledger makes sure that they are durable. Throws what Transaction throws, and Untaken if the
// ledger has no head.
FoundCorrections FindCorrectionDrafts(Connection& connection,
                                      absl::Span<const CorrectionDraft> drafts, const Digest& rules,
                                      bool dry_run);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_RECORDED_CORRECTIONS_H_
