// A ledger in memory, for who follows it.
//
// Example:
//   Ledger ledger(2);
//   TotalsFollower follower(std::make_unique<LedgerReader>(&ledger), ...);
//   ledger.EndAt(6);
//
// Threads: safe from any.
#ifndef JURIMETER_TESTS_SERVICES_QUERY_SCRIPTED_LEDGER_H_
#define JURIMETER_TESTS_SERVICES_QUERY_SCRIPTED_LEDGER_H_

#include <algorithm>
#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/totals_reader.h"

namespace jurimeter::test {

// A ledger without events, of which a look reads one commit.
class Ledger {
 public:
  explicit Ledger(int64_t head) : head_(head) {}

  void EndAt(int64_t head) {
    absl::MutexLock lock(&mutex_);
    head_ = head;
  }

  // From now on the database is away for who has read up to `revision`.
  void FailAfter(int64_t revision) {
    absl::MutexLock lock(&mutex_);
    fail_after_ = revision;
  }

  // From now on it is another ledger, up to `head`.
  void BecomeAnother(int64_t head) {
    absl::MutexLock lock(&mutex_);
    ++history_;
    head_ = head;
  }

  int looks() const {
    absl::MutexLock lock(&mutex_);
    return looks_;
  }

  absl::StatusOr<storage::LoadedTotals> Load() {
    absl::MutexLock lock(&mutex_);
    return storage::LoadedTotals{Totals(head_), PositionAt(head_), {history_}};
  }

  absl::StatusOr<storage::NewCommits> ReadAfter(const storage::LedgerPosition& position) {
    absl::MutexLock lock(&mutex_);
    ++looks_;
    if (position.revision == fail_after_) return absl::UnavailableError("away");
    if (position.revision > head_ || position.chain != PositionAt(position.revision).chain) {
      return absl::FailedPreconditionError("it is another ledger");
    }
    return storage::NewCommits{.head_revision = head_,
                               .position = PositionAt(std::min(head_, position.revision + 1)),
                               .change = {},
                               .catalog = {history_}};
  }

 private:
  storage::LedgerPosition PositionAt(int64_t revision) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return {.revision = revision,
            .chain = {history_, static_cast<uint8_t>(revision)},
            .committed_at = absl::FromUnixSeconds(revision)};
  }

  mutable absl::Mutex mutex_;
  uint8_t history_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t head_ ABSL_GUARDED_BY(mutex_);
  int64_t fail_after_ ABSL_GUARDED_BY(mutex_) = -1;
  int looks_ ABSL_GUARDED_BY(mutex_) = 0;
};

class LedgerReader : public storage::TotalsReader {
 public:
  explicit LedgerReader(Ledger* ledger) : ledger_(*ledger) {}

  absl::StatusOr<storage::LoadedTotals> Load() override { return ledger_.Load(); }
  absl::StatusOr<storage::NewCommits> ReadAfter(const storage::LedgerPosition& position) override {
    return ledger_.ReadAfter(position);
  }

 private:
  Ledger& ledger_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_QUERY_SCRIPTED_LEDGER_H_
