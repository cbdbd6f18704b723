// Gathers what callers submit into large commits.
//
// Self-clocking: whatever queued up while a writer committed is its next batch. No timers. Two
// writers (the default) overlap: one copies its rows while the other waits for the disk.
//
// Fair between bureaus: each has a queue of its own, and the queues are served in turn by events
// (deficit round robin: Shreedhar and Varghese, SIGCOMM 1995), so that a bureau that floods waits
// behind itself. One that has little waiting is taken even where others have filled the queue.
// Submissions of several bureaus at once share one queue.
//
// Whether commits go through is tried as long as there are none: a writer whose last commit or
// probe failed takes no work while another can, and probes once a second until one succeeds. So
// does an idle one.
//
// Example:
//   GroupCommitter committer(options, [&] { return MakePostgresEventStore(...); }, &readiness);
//   absl::Status full = committer.Submit({std::move(events), content}, [](auto result) { ... });
//
// Threads: safe from any. Callbacks run on a writer's thread and must be short.
#ifndef JURIMETER_SERVICES_INGESTION_GROUP_COMMITTER_H_
#define JURIMETER_SERVICES_INGESTION_GROUP_COMMITTER_H_

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "domain/event/digest.h"
#include "domain/event/event.h"
#include "services/runtime/readiness.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

// Events that one catalog admitted, and its content.
struct AdmittedEvents {
  std::vector<Event> events;
  Digest catalog{};
};

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

  // Who may wait beyond max_queued_events, so that a flood shuts nobody else out:
  //   patient callers: so many commits' worth of events
  //   bureaus with no more than an equal part of max_queued_events: as many events again
  //   bureaus with no more than one in kShares of it: and as many again
  // The sum of it all is what may wait at most.
  static constexpr size_t kPatientCommits = 4;
  static constexpr size_t kShares = 100;

  // The readiness condition that this class sets: a commit of one writer at least would go through.
  static constexpr std::string_view kCondition = "commits";

  // Called on a writer's thread if events were admitted by a catalog, of this content, that is not
  // the one in force.
  using CatalogDoubt = std::function<void(const Digest&)>;

  // `readiness` must outlive this.
  GroupCommitter(const GroupCommitterOptions& options, const MakeStore& make_store,
                 runtime::Readiness* readiness, CatalogDoubt doubt = nullptr);
  // Drains.
  ~GroupCommitter();

  // Queues `admitted` (1 to max_commit_events events), whose outcomes `done` gets in their order.
  // On an error nothing was queued and `done` is never called. An empty queue takes any
  // submission, so that none is refused for ever.
  //   RESOURCE_EXHAUSTED  the queue is full, and this bureau has its part of it
  //   CANCELLED           draining
  absl::Status Submit(AdmittedEvents admitted, Done done);

  // The same for a caller that waits for the answer before it submits more: taken even where the
  // queue is full, up to kPatientCommits commits beyond.
  //   RESOURCE_EXHAUSTED  there is no room for the patient either
  //   CANCELLED           draining
  absl::Status SubmitPatiently(AdmittedEvents admitted, Done done);

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
    AdmittedEvents admitted;
    Done done;
  };

  // What waits, or nothing if a probe is due.
  struct Work {
    std::vector<Submission> batch;
    bool drained = false;
  };

  // A thread with a store of its own.
  struct Writer {
    std::unique_ptr<storage::EventStore> store;
    std::vector<Event> events = {};  // of one commit; keeps its room
    bool able = false;               // its last commit or probe succeeded
    absl::Time next_probe = absl::InfinitePast();
  };

  // What waits of one bureau.
  struct Queue {
    std::deque<Submission> submissions;
    size_t events = 0;
    // Events that it may still take this turn and, where its next submission is larger, keeps.
    size_t credit = 0;
  };

  absl::Status Enqueue(AdmittedEvents admitted, Done done, bool patient);
  // Whether so many more events may wait in the queue of `key`.
  bool HasRoom(BureauKey key, size_t events, bool patient) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Run(Writer writer);
  // Waits for work, a probe that is due, or the end.
  Work Await(const Writer& writer);
  // Takes what fits into one commit.
  std::vector<Submission> TakeBatch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Commits `batch`, which one catalog admitted, and answers it. What it returns is about the
  // database and not about the events.
  absl::Status Commit(std::vector<Submission> batch, Writer* writer);
  // Keeps what came of a commit or a probe.
  void Learn(const absl::Status& status, Writer* writer);

  const GroupCommitterOptions options_;
  const CatalogDoubt doubt_;
  absl::Mutex mutex_;
  // By bureau; kSeveralBureaus for mixed submissions. None is empty.
  absl::flat_hash_map<BureauKey, Queue> queues_ ABSL_GUARDED_BY(mutex_);
  // The keys of queues_, in the order in which they are served.
  std::deque<BureauKey> turns_ ABSL_GUARDED_BY(mutex_);
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  int able_writers_ ABSL_GUARDED_BY(mutex_) = 0;
  runtime::Readiness& readiness_;
  // Written under mutex_, read anywhere.
  std::atomic<size_t> queued_events_ = 0;
  std::vector<std::thread> writers_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_GROUP_COMMITTER_H_
