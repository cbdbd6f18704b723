// Keeps the totals of the newest revision in memory.
//
// A thread of its own asks the database every few milliseconds for what is new in the ledger and
// applies it. At each look CheckHistory (storage/postgres/postgres_totals_reader.cc) proves that
// the totals are a beginning of this ledger; if they are not, the follower loads them anew.
// Published totals are immutable: readers share them without a lock.
//
// A second thread keeps the deadlines of waiting calls, however long the database takes.
//
// Threads: safe from any. Callbacks run on either thread, or on the caller's if the revision is
// there already. They must be short: nothing is followed meanwhile.
#ifndef JURIMETER_SERVICES_QUERY_TOTALS_FOLLOWER_H_
#define JURIMETER_SERVICES_QUERY_TOTALS_FOLLOWER_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "domain/totals/totals.h"
#include "services/runtime/clock.h"
#include "services/runtime/database_contact.h"
#include "services/runtime/readiness.h"
#include "storage/totals_reader.h"

namespace jurimeter::query {

// What figures are computed from.
struct FollowedTotals {
  Totals totals;
  storage::LedgerPosition position;  // up to which they count

  int64_t revision() const { return position.revision; }
};

struct TotalsFollowerOptions {
  // Time from the beginning of one look at the ledger to the next; a look that takes longer delays
  // the next. An event is visible about this long after its acknowledgement. A shorter interval
  // costs the database more small queries.
  absl::Duration interval = absl::Milliseconds(20);
  // Called with the content of the catalog that was in force when a connection opened, before
  // totals of that connection are published. A catalog of other content must then be read anew:
  // after a failover or a restore its keys may stand for other codes. Null: nobody is told.
  std::function<void(const Digest&)> met_catalog = nullptr;
  // Calls that may wait for a revision; further calls are told to retry.
  size_t max_waiters = 10'000;
  // It must outlive the follower.
  const runtime::Clock* clock = runtime::SystemClock();
};

class TotalsFollower {
 public:
  using Snapshot = std::shared_ptr<const FollowedTotals>;
  // Called once: with totals of at least the wanted revision, or with null if they were not reached
  // in time or following stopped.
  using Waiter = absl::AnyInvocable<void(Snapshot)>;

  // The readiness condition that this class sets: totals are loaded and the last look succeeded.
  static constexpr std::string_view kCondition = "totals";

  // Figures count as old once no look has succeeded for this long, beyond the interval of looks.
  static constexpr absl::Duration kPatience = runtime::DatabaseContact::kPatience;

  // Starts following. `readiness` and `contact` must outlive this.
  TotalsFollower(std::unique_ptr<storage::TotalsReader> reader, runtime::Readiness* readiness,
                 runtime::DatabaseContact* contact, const TotalsFollowerOptions& options = {});
  // Stops.
  ~TotalsFollower();

  // The newest totals; null before the first were loaded.
  Snapshot current() const { return current_.load(); }

  // When the last look that succeeded began, if that is too long ago: nothing recorded since then
  // was seen. InfiniteFuture while the totals are current.
  absl::Time stale_since() const;

  // Calls `waiter` as soon as totals of `revision` or later are here, and at `deadline` otherwise.
  void WhenReached(int64_t revision, absl::Time deadline, Waiter waiter);

  // Answers every waiter and stops following. Idempotent.
  void Stop();

  // How many calls wait for a revision.
  size_t waiters() const;

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
  void Publish(FollowedTotals followed);
  void MeetCatalog(const Digest& content);
  // Calls the waiters that need not wait any longer; all of them if `all`.
  void Answer(bool all);
  // Waits for the next look. It is due an interval after the last one began, or at once if there is
  // more to read or somebody begins to wait. Returns false if following is to stop.
  bool PauseAfter(absl::Time look);
  bool Hurried() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || hurry_; }

  std::unique_ptr<storage::TotalsReader> reader_;
  runtime::Readiness& readiness_;
  runtime::DatabaseContact& contact_;
  const TotalsFollowerOptions options_;
  std::atomic<Snapshot> current_;
  std::atomic<int64_t> head_revision_ = 0;
  std::atomic<int64_t> looked_ns_ = 0;  // when the last look that succeeded began; since 1970
  // These belong to the following thread.
  std::string last_fault_;  // to log each fault once
  Digest catalog_{};        // what met_catalog was last told
  bool more_ = false;       // the last look left something in the ledger

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

#endif  // JURIMETER_SERVICES_QUERY_TOTALS_FOLLOWER_H_
