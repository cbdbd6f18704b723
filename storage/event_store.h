// The port through which events become durable.
#ifndef JURIMETER_STORAGE_EVENT_STORE_H_
#define JURIMETER_STORAGE_EVENT_STORE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "domain/event/correction.h"
#include "domain/event/correction_outcome.h"
#include "domain/event/event.h"
#include "domain/event/event_draft.h"
#include "domain/event/event_outcome.h"
#include "domain/ledger/digest.h"
#include "storage/ledger_rules.h"

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

struct CorrectResult {
  // One for each correction, in order.
  std::vector<CorrectionResult> results;
  // Revision of the ledger from which on all that are kDone or kDuplicate are in force. 0 if there
  // is none of either, or nothing was to be changed.
  int64_t revision = 0;
};

// What the log has of events that the rules refuse.
struct RecordedResult : CommitResult {
  // Whether the rules that refused them were in force when the log was read.
  bool rules_in_force = false;
};

// What the database has of a correction that the rules refuse.
struct FoundCorrection {
  bool is_done = false;                  // this very request, and durably
  std::optional<BureauKey> bureau = {};  // the key behind its bureau's code, if there is one
};

struct FoundCorrections {
  // One for each draft, in order.
  std::vector<FoundCorrection> found;
  // Revision of the ledger from which on all that are done are in force. 0 if there are none.
  int64_t revision = 0;
  // As in RecordedResult.
  bool rules_in_force = false;
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
  // `rules` is the chain value of the rules that admitted the events. No event is recorded under
  // others, whatever else happens at the same time: if others are in force, the events that no
  // transaction took before are kUnsettled.
  //
  //   OK             everything in the result is true and durable
  //   UNAVAILABLE    the database is away, or its answer was lost and bounded retries did not
  //                  settle it: events may or may not be stored. Committing the same events
  //                  again is safe
  //   INTERNAL       a defect here or in the database (its schema differs from ours); nothing
  //                  was stored
  //
  // Requires at most kMaxCommitEvents events; of none, the result is empty and nothing is
  // written.
  virtual absl::StatusOr<CommitResult> Commit(absl::Span<const Event> events,
                                              const Digest& rules) = 0;

  // What the log has of events that the rules of the chain value `rules` refuse. Each is a
  // duplicate, retracted, a conflict, or kUnsettled if the log does not have its id. The log does
  // not have what is no event at all, such as a draft without an id. Answers duplicates only after
  // the database has confirmed that they are durable.
  //   UNAVAILABLE, INTERNAL  as above
  // Requires at most kMaxCommitEvents drafts.
  virtual absl::StatusOr<RecordedResult> FindRecorded(absl::Span<const EventDraft> drafts,
                                                      const Digest& rules) = 0;

  // Has each recorded event that `corrections` name no longer count, and its replacement count in
  // its place, in one transaction or not at all. `rules` are those that admitted the corrections.
  // An event of a day that they close is not retracted: only the log knows its day. Whatever was
  // done before stays a duplicate. For the rest, `rules` and the errors are those of Commit. With
  // `dry_run`, says what would become of each, and changes nothing.
  // Requires at most kMaxCommitEvents corrections, of which no two name the same event
  // (domain/event/correction_turns.h).
  virtual absl::StatusOr<CorrectResult> Correct(absl::Span<const Correction> corrections,
                                                const LedgerRules& rules, bool dry_run) = 0;

  // What the database has of corrections that the rules of the chain value `rules` refuse, and that
  // may be done (domain/catalog/correction_readmission.h). With `dry_run`, what is done may not be
  // durable yet, and the revision is 0.
  //   UNAVAILABLE, INTERNAL  as above
  // Requires at most kMaxCommitEvents drafts.
  virtual absl::StatusOr<FoundCorrections> FindCorrections(absl::Span<const CorrectionDraft> drafts,
                                                           const Digest& rules, bool dry_run) = 0;

  // Does what a Commit does, up to its COMMIT and without an event, and takes it back.
  //   OK           a Commit would go through now
  //   UNAVAILABLE  the database is away, or takes no writes
  //   FAILED_PRECONDITION, INTERNAL  its schema, its rights or its ledger are not as they must be
  virtual absl::Status Probe() = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_EVENT_STORE_H_
