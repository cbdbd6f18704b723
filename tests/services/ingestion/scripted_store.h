// An event store that does what a test says, for tests of what stands in front of one.
//
// Example:
//   StoreScript script;
//   script.Hold();                                  // commits wait
//   GroupCommitter committer({}, script.Maker());
//   ...
//   script.Release();
#ifndef JURIMETER_TESTS_SERVICES_INGESTION_SCRIPTED_STORE_H_
#define JURIMETER_TESTS_SERVICES_INGESTION_SCRIPTED_STORE_H_

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/group_committer.h"
#include "storage/event_store.h"
#include "tests/support/model_event_store.h"

namespace jurimeter::test {

// What all stores of a test do. Threads: safe from any. Must outlive its stores.
class StoreScript {
 public:
  // `catalog` knows the codes of all events that there will be.
  explicit StoreScript(std::shared_ptr<const Catalog> catalog = TestCatalog())
      : ledger_(std::move(catalog)) {}

  // Makes stores that commit to one ledger in memory.
  ingestion::GroupCommitter::MakeStore Maker();

  // From now on commits wait; Release lets them go on.
  void Hold() { SetHeld(true); }
  void Release() { SetHeld(false); }

  // From now on commits and probes end with `status` and store nothing; OK: they store again.
  void FailWith(const absl::Status& status);

  // From now on look-ups of drafts end with `status`; OK: they find what is stored.
  void FailLookUpsWith(const absl::Status& status);

  // From now on these are the rules in force. Before, whatever rules admitted an event are.
  void SetRules(const Digest& rules);

  // Returns when `count` commits wait or have begun; false after 10 seconds.
  bool AwaitBegun(size_t count);

  // Events of each commit that began, in order.
  std::vector<size_t> commit_sizes();
  // Drafts of each look-up, in order.
  std::vector<size_t> look_ups();
  // What is stored.
  std::vector<Event> events();

 private:
  friend class ScriptedStore;

  void SetHeld(bool held) {
    absl::MutexLock lock(&mutex_);
    held_ = held;
  }
  bool Free() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return !held_; }
  absl::StatusOr<storage::CommitResult> Commit(absl::Span<const Event> events, const Digest& rules);
  absl::StatusOr<storage::RecordedResult> FindRecorded(absl::Span<const EventDraft> drafts,
                                                       const Digest& rules);
  absl::Status Probe();

  absl::Mutex mutex_;
  ModelLedger ledger_ ABSL_GUARDED_BY(mutex_);
  bool held_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
  absl::Status look_up_failure_ ABSL_GUARDED_BY(mutex_);
  std::vector<size_t> sizes_ ABSL_GUARDED_BY(mutex_);
  std::vector<size_t> look_ups_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_INGESTION_SCRIPTED_STORE_H_
