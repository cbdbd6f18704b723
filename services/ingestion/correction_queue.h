// Gathers corrections and retractions into large commits, apart from the events.
//
// There are no timers: what queued up during a commit is the next one. One thread with a store of
// its own commits them. Every caller takes part in every commit, until that is full, in the order
// in which the callers came; those who are not done then go to the end. So whoever names other
// events does not wait for a caller whose corrections build on each other. Dry runs and others do
// not mix.
//
// Example:
//   CorrectionQueue queue({}, make_store, {.current = ..., .renew = ...});
//   absl::Status full = queue.Submit(std::move(submission), [](auto result) { ... });
//
// Threads: safe from any. Callbacks run on the queue's thread and must be short.
#ifndef JURIMETER_SERVICES_INGESTION_CORRECTION_QUEUE_H_
#define JURIMETER_SERVICES_INGESTION_CORRECTION_QUEUE_H_

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/correction_settlement.h"
#include "services/ingestion/pending_correction.h"
#include "services/ingestion/waiting_corrections.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

struct CorrectionQueueOptions {
  // Corrections of requests that are not answered yet. More cost memory, at most 5 kB each. A full
  // queue still takes those of a bureau that has at most 1/kShares of it, up to twice this limit.
  size_t max_queued = 30'000;
  // Corrections in one commit.
  size_t max_commit = storage::kMaxCommitEvents;
};

class CorrectionQueue {
 public:
  using MakeStore = std::function<std::unique_ptr<storage::EventStore>()>;

  static constexpr size_t kShares = 100;

  CorrectionQueue(const CorrectionQueueOptions& options, const MakeStore& make_store,
                  CorrectionRules rules);
  // Drains.
  ~CorrectionQueue();

  // Queues `submission`, of which at least one correction is pending. After an error nothing is
  // queued and `done` is never called. Otherwise it is called exactly once. An empty queue takes
  // any submission, so that none is refused for ever.
  //   RESOURCE_EXHAUSTED  the queue is full
  //   CANCELLED           draining
  // `done` gets the errors of CorrectionSettlement and of WaitingCorrections, and
  //   CANCELLED           draining; what is done of the request stays done
  absl::Status Submit(CorrectionSubmission submission, CorrectionsDone done);

  // Takes nothing more, does kTurnsOfDrain commits more, and returns when all that was taken is
  // answered.
  void Drain();
  static constexpr int kTurnsOfDrain = 3;

  // Corrections of requests that are not answered yet.
  size_t queued() const { return queued_.load(std::memory_order_relaxed); }

 private:
  using Waiting = std::unique_ptr<WaitingCorrections>;

  // What one commit does.
  struct Turn {
    std::vector<PendingCorrection> corrections;
    // Whose they are, one after the other, and how many each has.
    std::vector<Waiting> callers;
    std::vector<size_t> counts;
  };

  // Whether `count` more of `bureau` may wait.
  bool HasRoom(const std::string& bureau, size_t count) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Run(storage::EventStore* store);
  // Waits for callers. Returns whether there are any; there are none at the end.
  bool AwaitCallers();
  // Looks up what is done of those who need it.
  void LookUp(storage::EventStore* store);
  // Takes what the next commit does.
  Turn TakeTurn();
  // Does it, and answers the callers who have nothing left; the others wait again.
  void Settle(Turn turn, storage::EventStore* store);
  // Ends all who wait, if the queue has drained for long enough.
  void EndDrain();
  // Gives back the room of a caller that is about to be answered.
  void Release(const WaitingCorrections& caller);

  const CorrectionQueueOptions options_;
  const CorrectionRules rules_;
  absl::Mutex mutex_;
  std::deque<Waiting> arrived_ ABSL_GUARDED_BY(mutex_);
  // How many corrections each bureau has in the queue.
  absl::flat_hash_map<std::string, size_t> by_bureau_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  // Written under mutex_, read anywhere.
  std::atomic<size_t> queued_ = 0;
  // Of the thread.
  std::deque<Waiting> waiting_;
  int turns_of_drain_ = 0;
  std::thread thread_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_CORRECTION_QUEUE_H_
