// Corrections that name different events, in one transaction, or in several if the database refuses
// the data of some.
//
// Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_CORRECTION_COMMIT_H_
#define JURIMETER_STORAGE_POSTGRES_CORRECTION_COMMIT_H_

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "domain/event/correction.h"
#include "storage/event_store.h"
#include "storage/postgres/attempts.h"
#include "storage/postgres/commit_attempt.h"
#include "storage/postgres/recent_ids.h"

namespace jurimeter::storage {

// As EventStore::Correct says.
absl::StatusOr<CorrectResult> CommitCorrections(absl::Span<const Correction> corrections,
                                                const LedgerRules& rules, bool dry_run,
                                                Attempts* attempts, StoreMemory* memory,
                                                RecentIds* recent);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CORRECTION_COMMIT_H_
