// Keeps the state of the newest revision in memory: totals, the catalog that was in force, and the
// days that were closed.
//
// A thread of its own asks the database every few milliseconds for what is new in the ledger and
// applies it, entries of every kind in their order. At each look CheckHistory
// (storage/postgres/postgres_ledger_reader.cc) proves that the state is a beginning of this ledger;
// if it is not, the follower loads it anew. A published state is immutable: readers share it
// without a lock.
//
// A second thread keeps the deadlines of waiting calls, however long the database takes.
//
// Threads: safe from any. Callbacks run on either thread, or on the caller's if the revision is
// there already. They must be short: nothing is followed meanwhile.
#ifndef JURIMETER_SERVICES_QUERY_LEDGER_FOLLOWER_H_
#define JURIMETER_SERVICES_QUERY_LEDGER_FOLLOWER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "domain/closing/closed_days.h"
#include "domain/ledger/entry_counts.h"
#include "domain/totals/totals.h"
#include "services/runtime/catalog_in_force.h"
#include "services/runtime/clock.h"
#include "services/runtime/database_contact.h"
#include "services/runtime/readiness.h"
#include "storage/ledger_reader.h"

namespace jurimeter::query {

// What figures are computed from, all of one revision.
struct FollowedState {
  Totals totals;
  runtime::InForce in_force;         // never null
  storage::LedgerPosition position;  // up to which they count
  EntryCounts entries;               // up to the position
  ClosedDays closed;                 // at the position
  // Which of the histories that this process has seen: how often the ledger was loaded anew.
  int64_t history = 0;

  int64_t revision() const { return position.revision; }
};

struct LedgerFollowerOptions {
  // Time from the beginning of one look at the ledger to the next; a look that takes longer delays
  // the next. An event is visible about this long after its acknowledgement. A shorter interval
  // costs the database more small queries.
  absl::Duration interval = absl::Milliseconds(20);
  // The same after a look that failed, if the interval is shorter: each opens a connection.
  absl::Duration retry_interval = absl::Milliseconds(200);
  // Calls that may wait for a revision; further calls are told to retry.
  size_t max_waiters = 10'000;
  // It must outlive the follower.
  const runtime::Clock* clock = runtime::SystemClock();
};

class LedgerFollower {
 public:
  using Snapshot = std::shared_ptr<const FollowedState>;
  // Called once: with a state of at least the wanted revision, or with null if it was not reached
  // in time or following stopped.
  using Waiter = absl::AnyInvocable<void(Snapshot)>;

  // The readiness condition that this class sets: a state is loaded and the last look succeeded.
  static constexpr std::string_view kCondition = "ledger";

  // Figures count as old once no look has succeeded for this long, beyond the interval of looks.
  static constexpr absl::Duration kPatience = runtime::DatabaseContact::kPatience;

  // Starts following. `readiness` and `contact` must outlive this.
  LedgerFollower(std::unique_ptr<storage::LedgerReader> reader, runtime::Readiness* readiness,
                 runtime::DatabaseContact* contact, const LedgerFollowerOptions& options = {});
  // Stops.
  ~LedgerFollower();

  // The newest state; null before the first was loaded.
  Snapshot current() const { return current_.load(); }

  // When the last look that succeeded began, if that is too long ago: nothing recorded since then
  // was seen. InfiniteFuture while the state is current.
  absl::Time stale_since() const;

  // Calls `waiter` as soon as a state of `revision` or later is here, and at `deadline` otherwise.
  void WhenReached(int64_t revision, absl::Time deadline, Waiter waiter);

  // Answers every waiter and stops following. Idempotent.
  void Stop();

  // How many calls wait for a revision.
  size_t waiters() const;

  // How often the ledger was looked at, whatever came of it.
  int64_t looks() const { return looks_.load(std::memory_order_relaxed); }

  // Revision of the ledger when last looked at.
  int64_t head_revision() const { return head_revision_.load(std::memory_order_relaxed); }

 private:
  struct Waiting {
    int64_t revision;
    absl::Time deadline;
    Waiter waiter;
  };

  void Run();
  // Answers the waiters whose deadline has come, and in the end all.
  void KeepDeadlines();
  // Brings current_ up to the database's revision, or nearer if that is too far for one look.
  absl::Status Look();
  absl::Status Load();
  // Makes `next` current, with `catalog` in force if it is there.
  absl::Status Publish(FollowedState next, std::optional<storage::StoredCatalog> catalog);
  // Calls the waiters that need not wait any longer; all of them if `all`.
  void Answer(bool all);
  // From the beginning of the last look to the next one.
  absl::Duration Pause() const;
  // Waits for the next look, which somebody who begins to wait hastens. Returns false if following
  // is to stop.
  bool PauseAfter(absl::Time look);
  bool Hurried() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || hurry_; }

  std::unique_ptr<storage::LedgerReader> reader_;
  runtime::Readiness& readiness_;
  runtime::DatabaseContact& contact_;
  const LedgerFollowerOptions options_;
  std::atomic<Snapshot> current_;
  std::atomic<int64_t> head_revision_ = 0;
  std::atomic<int64_t> looks_ = 0;
  std::atomic<int64_t> looked_ns_ = 0;  // when the last look that succeeded began; since 1970
  // These belong to the following thread.
  std::string last_fault_;  // to log each fault once
  bool more_ = false;       // the last look left something in the ledger
  bool failed_ = false;     // the last look
  int64_t histories_ = 0;   // how often the ledger was loaded

  mutable absl::Mutex mutex_;
  std::vector<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  // The first deadline of waiting_, or earlier.
  absl::Time soonest_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
  bool hurry_ ABSL_GUARDED_BY(mutex_) = false;  // somebody waits: look at once
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
  std::thread deadlines_;
};

}  // namespace jurimeter::query

#endif  // JURIMETER_SERVICES_QUERY_LEDGER_FOLLOWER_H_
