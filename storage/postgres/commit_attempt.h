// One transaction of a commit, and what a commit has learned so far.
#ifndef JURIMETER_STORAGE_POSTGRES_COMMIT_ATTEMPT_H_
#define JURIMETER_STORAGE_POSTGRES_COMMIT_ATTEMPT_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/types/span.h"
#include "storage/event_store.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/event_batch.h"
#include "storage/postgres/recent_ids.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

struct CommitState {
  // Chain value of the rules that admitted the events.
  Digest rules;
  CommitResult result;
  // What stands in place of a conflicting event, by the event's place.
  absl::flat_hash_map<size_t, StoredEvent> standing;
  // The ids under which attempts wrote: one may have been committed although its answer was
  // lost, and its events are then recorded by us, not duplicates.
  absl::flat_hash_set<int64_t> entry_ids;
  // Whether the last look-up met ids that the log has and that were not remembered.
  bool met_forgotten = false;
};

// Which ids an attempt looks up before it writes. Fewer are faster, but the attempt fails as a
// whole if the log has an id that was not looked up.
enum class LookUp { kRemembered, kAll };

// What a store knows from its commits before on the same connection.
struct StoreMemory {
  CodeTable codes;
  // How corrections begin. After some that met what was forgotten the next ones probably do too: an
  // import run again.
  LookUp corrections = LookUp::kRemembered;
  // An id drawn along with the last commit, which spares the next one a question. Whoever uses it
  // takes it away first: no two transactions may have the same.
  std::optional<int64_t> entry_id;
};

// The id that was drawn, or a new one.
int64_t TakeEntryId(Transaction& transaction, std::optional<int64_t>* drawn);

// Commits `entries`, sorted and each of another id, and puts their outcomes into `state`, which
// learns nothing but the entry id before COMMIT has returned. `recent` then learns their ids.
// Throws what Transaction throws; then the transaction was rolled back or, if COMMIT failed, is
// in doubt. Throws Untaken if other rules are in force, or the database does not know a key.
void AttemptCommit(Connection& connection, absl::Span<const BatchEntry> entries, LookUp look_up,
                   StoreMemory* memory, RecentIds* recent, CommitState* state);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_COMMIT_ATTEMPT_H_
