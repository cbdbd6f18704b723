// One transaction of corrections, and what they have learned so far.
#ifndef JURIMETER_STORAGE_POSTGRES_CORRECTION_ATTEMPT_H_
#define JURIMETER_STORAGE_POSTGRES_CORRECTION_ATTEMPT_H_

#include <cstddef>
#include <cstdint>

#include "absl/container/flat_hash_set.h"
#include "absl/types/span.h"
#include "domain/event/correction.h"
#include "storage/event_store.h"
#include "storage/postgres/commit_attempt.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/recent_ids.h"

namespace jurimeter::storage {

struct CorrectionEntry {
  const Correction* correction;
  size_t place;  // in the batch as the caller gave it
};

struct CorrectionState {
  LedgerRules rules;  // that admitted the corrections
  bool dry_run = false;
  CorrectResult result;
  // The ids under which attempts wrote whose answer was lost: what they did, this call has done.
  absl::flat_hash_set<int64_t> entry_ids;
};

// Prepares the statements below; once for each connection. Those of a commit are needed too.
void PrepareCorrections(Connection& connection);

// Sends the statements that change rows, with none.
void SendNoCorrections(Transaction& transaction);

// Does `entries`, sorted by (bureau, event id), of which no two name the same event or id, and puts
// what became of them into `state`, which learns nothing but the entry id before COMMIT has
// returned. A dry run looks everything up. `recent` then learns what the log has of them. Throws
// what AttemptCommit throws.
void AttemptCorrections(Connection& connection, absl::Span<const CorrectionEntry> entries,
                        LookUp look_up, StoreMemory* memory, RecentIds* recent,
                        CorrectionState* state);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CORRECTION_ATTEMPT_H_
