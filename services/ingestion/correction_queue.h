// Gathers corrections and retractions into large commits, apart from the events.
//
// There are no timers: what queued up during a commit is the next one. One thread with a store of
// its own does them in the order in which they came. So a correction of what another one brought is
// done after that one. A dry run is a call of its own.
//
// Example:
//   CorrectionQueue queue({}, make_store, {.current = ..., .renew = ...});
//   absl::Status full = queue.Submit(std::move(requests), /*dry_run=*/false, [](auto result) { ...
//   });
//
// Threads: safe from any. Callbacks run on the queue's thread and must be short.
#ifndef JURIMETER_SERVICES_INGESTION_CORRECTION_QUEUE_H_
#define JURIMETER_SERVICES_INGESTION_CORRECTION_QUEUE_H_

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/correction_settlement.h"
#include "services/runtime/clock.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

struct CorrectionQueueOptions {
  // Corrections that may wait. More cost memory (about 1 KiB each).
  size_t max_queued = 30'000;
  // Corrections in one commit.
  size_t max_commit = storage::kMaxCommitEvents;
  // It must outlive the queue.
  const runtime::Clock* clock = runtime::SystemClock();
};

class CorrectionQueue {
 public:
  // Called exactly once for each submission that was taken, with what became of each request, in
  // order. None is kUnsettled.
  using Done = absl::AnyInvocable<void(absl::StatusOr<storage::CorrectResult>)>;
  using MakeStore = std::function<std::unique_ptr<storage::EventStore>()>;

  CorrectionQueue(const CorrectionQueueOptions& options, const MakeStore& make_store,
                  CorrectionRules rules);
  // Drains.
  ~CorrectionQueue();

  // Queues `requests`, of 1 to max_commit. After an error nothing is queued and `done` is never
  // called. An empty queue takes any submission, so that none is refused for ever.
  //   RESOURCE_EXHAUSTED  the queue is full
  //   CANCELLED           draining
  // `done` gets the errors of CorrectionSettlement.
  absl::Status Submit(std::vector<CorrectionRequest> requests, bool dry_run, Done done);

  // Takes nothing more and returns when all that was taken is answered.
  void Drain();

  // Corrections that wait.
  size_t queued() const { return queued_.load(std::memory_order_relaxed); }

 private:
  struct Submission {
    std::vector<CorrectionRequest> requests;
    bool dry_run;
    Done done;
  };

  void Run(storage::EventStore* store);
  // Waits for what fits into one commit; nothing at the end.
  std::vector<Submission> Await();
  void Settle(std::vector<Submission> batch, storage::EventStore* store);

  const CorrectionQueueOptions options_;
  const CorrectionRules rules_;
  absl::Mutex mutex_;
  std::deque<Submission> waiting_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  // Written under mutex_, read anywhere.
  std::atomic<size_t> queued_ = 0;
  std::thread thread_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_CORRECTION_QUEUE_H_
