// The port through which events become durable.
#ifndef JURIMETER_STORAGE_EVENT_STORE_H_
#define JURIMETER_STORAGE_EVENT_STORE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "domain/event/event.h"
#include "domain/event/event_outcome.h"
#include "domain/ledger/digest.h"

namespace jurimeter::storage {

// Most events that one Commit takes.
inline constexpr size_t kMaxCommitEvents = 30'000;

struct CommitResult {
  // One for each event, in order.
  std::vector<EventOutcome> outcomes;
  // Revision of the ledger in which every recorded or duplicate event is counted. 0 if there
  // is none of either.
  int64_t revision = 0;
};

// Stores events exactly once.
//
// Threads: one thread at a time for each object; any number of objects, in any number of
// processes, work on one database.
class EventStore {
 public:
  virtual ~EventStore() = default;

  // Makes all of `events` durable and counted that are not yet, and says what became of each.
  // Returns only after the database confirmed that. An event that stands in `events` twice is
  // recorded once; its second copy is a duplicate or a conflict.
  //
  //   OK             everything in the result is true and durable
  //   FAILED_PRECONDITION  `admitted_by`, the content of the catalog that admitted the events, was
  //                  not in force when this store first met it: their keys may stand for other
  //                  codes. Nothing was stored; admit them anew
  //   UNAVAILABLE    the database is away, or its answer was lost and bounded retries did not
  //                  settle it: events may or may not be stored. Committing the same events
  //                  again is safe
  //   INTERNAL       a defect here or in the database (its schema differs from ours); nothing
  //                  was stored
  //
  // Requires at most kMaxCommitEvents events; of none, the result is empty and nothing is
  // written.
  virtual absl::StatusOr<CommitResult> Commit(absl::Span<const Event> events,
                                              const Digest& admitted_by) = 0;

  // Does what a Commit does, up to its COMMIT and without an event, and takes it back.
  //   OK           a Commit would go through now
  //   UNAVAILABLE  the database is away, or takes no writes
  //   FAILED_PRECONDITION, INTERNAL  its schema, its rights or its ledger are not as they must be
  virtual absl::Status Probe() = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_EVENT_STORE_H_
