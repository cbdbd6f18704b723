// What a writer does with a batch: has the rules in force admit its events, commits them, looks up
// what the rules refuse, and answers.
//
// The newest rules that are known when the batch is taken, a catalog and the closed days, admit or
// refuse all of it. What they refuse is looked up in the log: what is recorded already is a
// duplicate, also if later rules refuse it. If the store finds that other rules are in force, those
// admit or refuse what is not settled, and so on.
//
// Example:
//   absl::Status able = CommitBatch(std::move(batch), admission, store.get(), &room);
//
// Threads: a writer's.
#ifndef JURIMETER_SERVICES_INGESTION_BATCH_COMMIT_H_
#define JURIMETER_SERVICES_INGESTION_BATCH_COMMIT_H_

#include <functional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "domain/event/event.h"
#include "domain/event/event_refusal.h"
#include "domain/ledger/digest.h"
#include "services/ingestion/submission.h"
#include "services/runtime/rules_in_force.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

// What writers ask and tell of admission. Called on their threads, several at once.
struct Admission {
  // The newest rules that are known; never null once an event was admitted.
  std::function<runtime::Rules()> current;
  // The rules in force, read anew since those of the chain value `outdated` were found not to be.
  std::function<absl::StatusOr<runtime::Rules>(const Digest& outdated)> renew;
  // The refusal of an event that names `bureau` is final: the log does not have the event.
  std::function<void(const EventRefusals& refusals, const Catalog& catalog,
                     std::string_view bureau)>
      refused;
  // Events of one batch were admitted anew, once or several times.
  std::function<void()> admitted_anew;
};

// Commits of one batch, after which the events that no commit took are given up.
inline constexpr int kMaxCommitRounds = 10;

// Commits `batch`, of at most storage::kMaxCommitEvents events and drafts, and calls each `done`
// once. A submission gets an error if one of its events could not be settled; sending it again is
// safe.
//   ABORTED                the rules changed kMaxCommitRounds times while it was committed
//   UNAVAILABLE, INTERNAL  as EventStore says; UNAVAILABLE also if the rules cannot be read
// Returns whether the database is able to commit, whatever became of the events. `room` keeps its
// capacity from one batch to the next.
absl::Status CommitBatch(std::vector<Submission> batch, const Admission& admission,
                         storage::EventStore* store, std::vector<Event>* room);

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_BATCH_COMMIT_H_
