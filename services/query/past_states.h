// States of earlier revisions, for questions as of then.
//
// A state that is asked for is loaded once, on a thread of its own, whether or not somebody still
// waits for it. The last few that were asked for are kept. Each takes about as much memory as the
// current state.
//
// Example:
//   absl::StatusOr<PastStates::Snapshot> found = past.Find(as_of, current->history);
//   if (found.ok() && *found == nullptr) return AskAgain();
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_QUERY_PAST_STATES_H_
#define JURIMETER_SERVICES_QUERY_PAST_STATES_H_

#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "domain/ledger/as_of.h"
#include "services/query/ledger_follower.h"
#include "services/runtime/clock.h"
#include "storage/past_ledger.h"

namespace jurimeter::query {

class PastStates {
 public:
  using Snapshot = LedgerFollower::Snapshot;

  // Outcomes of loading that are kept: states and failures.
  static constexpr size_t kMostKept = 4;
  // States that wait to be loaded; further ones are told to retry.
  static constexpr size_t kMostWaiting = 16;
  // A failure is told to those who ask within this time. Later the state is loaded anew.
  static constexpr absl::Duration kFailureKept = absl::Seconds(10);

  // `registry` and `clock` must outlive this.
  PastStates(std::unique_ptr<storage::PastLedger> ledger, prometheus::Registry& registry,
             const runtime::Clock* clock = runtime::SystemClock());
  // Gives up what is being loaded.
  ~PastStates();

  PastStates(const PastStates&) = delete;
  PastStates& operator=(const PastStates&) = delete;

  // The state of `as_of` in the history of this number (FollowedState); null while it is being
  // loaded. States of other histories are forgotten.
  //   RESOURCE_EXHAUSTED  kMostWaiting others wait to be loaded
  //   NOT_FOUND, UNAVAILABLE, FAILED_PRECONDITION, UNIMPLEMENTED  as PastLedger says
  absl::StatusOr<Snapshot> Find(const AsOf& as_of, int64_t history);

  // How many states are kept.
  size_t kept() const;

 private:
  struct Asked {
    AsOf as_of;
    int64_t history;

    friend bool operator==(const Asked&, const Asked&) = default;
  };

  // What came of loading a state.
  struct Outcome {
    Asked asked;
    absl::StatusOr<Snapshot> loaded;
    absl::Time next_committed_at;  // as PastState has it
    absl::Time came_at;
  };

  void Run();
  Outcome Load(const Asked& asked);
  // Whether `outcome` is what `asked` would find now.
  bool Answers(const Outcome& outcome, const Asked& asked) const;
  bool HasWorkOrEnds() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return !waiting_.empty() || ending_;
  }

  const std::unique_ptr<storage::PastLedger> ledger_;  // the loading thread's
  const runtime::Clock& clock_;
  prometheus::Histogram& seconds_;
  mutable absl::Mutex mutex_;
  std::deque<Asked> waiting_ ABSL_GUARDED_BY(mutex_);  // the first is being loaded
  std::list<Outcome> kept_ ABSL_GUARDED_BY(mutex_);    // the last asked for comes first
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace jurimeter::query

#endif  // JURIMETER_SERVICES_QUERY_PAST_STATES_H_
