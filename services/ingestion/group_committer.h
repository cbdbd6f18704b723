// Gathers what callers submit into large commits.
//
// There are no timers: what queued up while a writer committed is its next batch. Two writers (the
// default) overlap: one copies its rows while the other waits for the disk.
//
// What becomes of a batch, and how its events are admitted anew after a change of the rules, is
// in services/ingestion/batch_commit.h.
//
// Bureaus are treated fairly. Each has a queue of its own, and the queues take turns of equally
// many events (deficit round robin: Shreedhar and Varghese, SIGCOMM 1995). So a bureau that floods
// waits behind itself. A bureau with few events waiting is taken even if others have filled the
// queue. Submissions of several bureaus at once share one queue, and so do those of bureaus that
// the catalog does not have.
//
// While there is nothing to commit, writers probe once a second whether a commit would go through.
// A writer whose last commit or probe failed takes no work while another writer is able to commit.
//
// Example:
//   GroupCommitter committer(options, [&] { return MakePostgresEventStore(...); }, admission,
//                            &readiness);
//   absl::Status full = committer.Submit({std::move(events), rules}, [](auto result) { ... });
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
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "domain/event/event.h"
#include "services/ingestion/batch_commit.h"
#include "services/ingestion/submission.h"
#include "services/runtime/clock.h"
#include "services/runtime/readiness.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

struct GroupCommitterOptions {
  // Events and refused drafts that may wait. More of them cost memory: an event about 200 bytes, a
  // draft up to 2 kB. They also make callers wait longer before they learn that the database is
  // slow.
  size_t max_queued_events = 100'000;
  // Events and drafts in one commit. In a larger commit each event costs less, but a lone event
  // waits longer behind it.
  size_t max_commit_events = storage::kMaxCommitEvents;
  // Connections that commit. More than 2 gain nothing on one disk.
  int writers = 2;
  // It must outlive the committer.
  const runtime::Clock* clock = runtime::SystemClock();
};

class GroupCommitter {
 public:
  using MakeStore = std::function<std::unique_ptr<storage::EventStore>()>;

  // A full queue still takes some events, so that a flood shuts nobody else out. Three allowances
  // are added to max_queued_events:
  //   kPatientCommits * max_commit_events, for patient callers and for all bureaus below
  //   max_queued_events, for a bureau that has at most an equal part of the queue waiting
  //   max_queued_events again, for a bureau that has at most 1/kShares of the queue waiting
  // All of it together is the most that can wait.
  static constexpr size_t kPatientCommits = 4;
  static constexpr size_t kShares = 100;

  // The readiness condition that this class sets: at least one writer would get a commit through.
  static constexpr std::string_view kCondition = "commits";

  // `readiness` must outlive this, and so must what `admission` refers to.
  GroupCommitter(const GroupCommitterOptions& options, const MakeStore& make_store,
                 Admission admission, runtime::Readiness* readiness);
  // Drains.
  ~GroupCommitter();

  // Queues `submitted`, of 1 to max_commit_events events and drafts. `done` is called exactly once,
  // as CommitBatch says. After an error nothing is queued and `done` is never called. An empty
  // queue takes any submission, so that none is refused for ever.
  //   RESOURCE_EXHAUSTED  the queue is full, and this bureau has its part of it
  //   CANCELLED           draining
  absl::Status Submit(SubmittedEvents submitted, Done done);

  // The same for a caller that waits for the answer before it submits more. A full queue takes it,
  // up to kPatientCommits commits beyond its limit.
  //   RESOURCE_EXHAUSTED  there is no room for the patient either
  //   CANCELLED           draining
  absl::Status SubmitPatiently(SubmittedEvents submitted, Done done);

  // Whether the queue is full. A caller that submits patiently should then take on no more work.
  bool full() const {
    return queued_events_.load(std::memory_order_relaxed) >= options_.max_queued_events;
  }

  // Takes nothing more and returns when all that was taken is answered.
  void Drain();

  size_t queued_events() const { return queued_events_.load(std::memory_order_relaxed); }
  size_t max_queued_events() const { return options_.max_queued_events; }

 private:
  // What a writer has to commit; nothing if a probe is due.
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
    // Events that it may still take this turn. It keeps them for its next turn if its next
    // submission is larger.
    size_t credit = 0;
  };

  absl::Status Enqueue(SubmittedEvents submitted, Done done, bool patient);
  // Whether `events` more may wait in the queue of `key`.
  bool HasRoom(BureauKey key, size_t events, bool patient) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Run(Writer writer);
  // Waits for work, a probe that is due, or the end.
  Work Await(const Writer& writer);
  // Takes what fits into one commit.
  std::vector<Submission> TakeBatch() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Remembers how a commit or a probe ended.
  void Learn(const absl::Status& status, Writer* writer);

  const GroupCommitterOptions options_;
  const Admission admission_;
  absl::Mutex mutex_;
  // By bureau; mixed submissions and unknown bureaus have keys that no bureau has. None is empty.
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
