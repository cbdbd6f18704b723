// Keeps the totals of the newest revision in memory.
//
// A thread of its own asks the database every few milliseconds for what is new in the ledger and
// applies it. What it published is immutable: readers share it without a lock.
//
// Another thread keeps the deadlines of those who wait, however long the database takes.
//
// Threads: safe from any. Callbacks run on either thread, or the caller's where the revision is
// there already, and must be short: nothing is followed meanwhile.
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
#include "services/runtime/database_contact.h"
#include "services/runtime/readiness.h"
#include "storage/totals_reader.h"

namespace jurimeter::query {

// What figures are computed from.
struct FollowedTotals {
  Totals totals;
  storage::LedgerPosition position;  // that they are of

  int64_t revision() const { return position.revision; }
};

struct TotalsFollowerOptions {
  // Time from one look at the ledger to the next, or until the one before is done. An event is
  // visible about this long after its acknowledgement; shorter costs the database more small
  // queries.
  absl::Duration interval = absl::Milliseconds(20);
  // Told the content of the catalog that was in force when a connection opened, before totals of
  // that connection are published; null: nobody. Whoever names keys by another catalog must read it
  // anew: after a failover or a restore its keys may stand for other codes.
  std::function<void(const Digest&)> met_catalog = nullptr;
  // Calls that may wait for a revision; further ones are told to retry.
  size_t max_waiters = 10'000;
};

class TotalsFollower {
 public:
  using Snapshot = std::shared_ptr<const FollowedTotals>;
  // Called once: with totals of at least the wanted revision, or null when that was not reached
  // in time or following stopped.
  using Waiter = absl::AnyInvocable<void(Snapshot)>;

  // The readiness condition that this class sets: totals are loaded and the last look succeeded.
  static constexpr std::string_view kCondition = "totals";

  // Nobody is told that figures are old before they are so much older than looks are apart.
  static constexpr absl::Duration kPatience = runtime::DatabaseContact::kPatience;

  // Starts following. `readiness` and `contact` must outlive this.
  TotalsFollower(std::unique_ptr<storage::TotalsReader> reader, runtime::Readiness* readiness,
                 runtime::DatabaseContact* contact, const TotalsFollowerOptions& options = {});
  // Stops.
  ~TotalsFollower();

  // The newest totals; null before the first were loaded.
  Snapshot current() const { return current_.load(); }

  // Since when nothing new would have been seen: the last look that succeeded, if that is too long
  // ago. InfiniteFuture while the totals are current.
  absl::Time stale_since() const;

  // Calls `waiter` as soon as totals of `revision` or later are here, and at `deadline` otherwise.
  void WhenReached(int64_t revision, absl::Time deadline, Waiter waiter);

  // Answers every waiter and stops following. Idempotent.
  void Stop();

  // How many wait for a revision.
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
  // Answers whoever's deadline has come, and in the end all.
  void KeepDeadlines();
  // Brings current_ up to the database's revision, or nearer where that is too far for one look.
  absl::Status Look();
  absl::Status Load();
  void Publish(FollowedTotals followed);
  void MeetCatalog(const Digest& content);
  // Calls those who need wait no longer; all of them where `all`.
  void Answer(bool all);
  // Waits for the next look, which is due an interval after the last one began, and at once if
  // more is there to read or somebody begins to wait; false when following is to stop.
  bool PauseAfter(absl::Time look);
  bool Hurried() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || hurry_; }

  std::unique_ptr<storage::TotalsReader> reader_;
  runtime::Readiness& readiness_;
  runtime::DatabaseContact& contact_;
  const TotalsFollowerOptions options_;
  std::atomic<Snapshot> current_;
  std::atomic<int64_t> head_revision_ = 0;
  std::atomic<int64_t> looked_ns_ = 0;  // when the last look that succeeded began; since 1970
  // Of the following thread.
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
