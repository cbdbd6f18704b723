// Gathers what callers submit into large commits.
//
// Self-clocking: whatever queued up while a writer committed is its next batch. No timers. Two
// writers (the default) overlap: one copies its rows while the other waits for the disk.
//
// Example:
//   GroupCommitter committer(options, [&] { return MakePostgresEventStore(...); });
//   absl::Status full = committer.Submit(std::move(events), [](auto result) { ... });
//
// Threads: safe from any. Callbacks run on a writer's thread and must be short.
#ifndef JURIMETER_SERVICES_INGESTION_GROUP_COMMITTER_H_
#define JURIMETER_SERVICES_INGESTION_GROUP_COMMITTER_H_

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
#include "domain/event.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

struct GroupCommitterOptions {
  // Events that may wait. More costs memory (about 200 bytes each) and, when the database is
  // slow, longer waits before callers learn of it.
  size_t max_queued_events = 100'000;
  // Events in one commit. Larger ones cost less each, but a lone event waits longer behind them.
  size_t max_commit_events = storage::kMaxCommitEvents;
  // Connections that commit. More than 2 gain nothing on one disk.
  int writers = 2;
};

class GroupCommitter {
 public:
  // Called exactly once for each submission that was taken.
  using Done = absl::AnyInvocable<void(absl::StatusOr<storage::CommitResult>)>;
  using MakeStore = std::function<std::unique_ptr<storage::EventStore>()>;

  GroupCommitter(const GroupCommitterOptions& options, const MakeStore& make_store);
  // Drains.
  ~GroupCommitter();

  // Queues `events` (1 to max_commit_events of them), whose outcomes `done` gets in their order.
  // On an error nothing was queued and `done` is never called. An empty queue takes any
  // submission, so that none is refused for ever.
  //   RESOURCE_EXHAUSTED  the queue is full
  //   CANCELLED           draining
  absl::Status Submit(std::vector<Event> events, Done done);

  // The same for a caller that waits for the answer before it submits more: taken even where the
  // queue is full. What waits is therefore bounded by max_queued_events and one submission for
  // each such caller.
  //   CANCELLED           draining
  absl::Status SubmitPatiently(std::vector<Event> events, Done done);

  // Whether the queue is full: who submits patiently should take no more work on.
  bool full() const {
    return queued_events_.load(std::memory_order_relaxed) >= options_.max_queued_events;
  }

  // Takes nothing more and returns when all that was taken is answered.
  void Drain();

  size_t queued_events() const { return queued_events_.load(std::memory_order_relaxed); }
  size_t max_queued_events() const { return options_.max_queued_events; }

 private:
  struct Submission {
    std::vector<Event> events;
    Done done;
  };

  absl::Status Enqueue(std::vector<Event> events, Done done, bool patient);
  void Write(storage::EventStore& store);
  // Waits for work and takes what fits into one commit; empty when drained.
  std::vector<Submission> TakeBatch();
  bool HasWorkOrDrained() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return draining_ || !queue_.empty();
  }

  const GroupCommitterOptions options_;
  absl::Mutex mutex_;
  std::deque<Submission> queue_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  // Written under mutex_, read anywhere.
  std::atomic<size_t> queued_events_ = 0;
  std::vector<std::thread> writers_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_GROUP_COMMITTER_H_
