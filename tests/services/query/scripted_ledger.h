// A ledger in memory, for who follows it.
//
// Example:
//   Ledger ledger(2);
//   LedgerFollower follower(std::make_unique<ScriptedReader>(&ledger), ...);
//   ledger.EndAt(6);
//
// Threads: safe from any.
#ifndef JURIMETER_TESTS_SERVICES_QUERY_SCRIPTED_LEDGER_H_
#define JURIMETER_TESTS_SERVICES_QUERY_SCRIPTED_LEDGER_H_

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "services/messages/catalog_text.h"
#include "storage/ledger_reader.h"
#include "tests/services/service_catalog.h"

namespace jurimeter::test {

// A ledger without events, of which a look reads one entry. All are of kind "events", but for those
// that brought the catalogs.
class Ledger {
 public:
  explicit Ledger(int64_t head) : head_(head) {}

  void EndAt(int64_t head) {
    absl::MutexLock lock(&mutex_);
    head_ = head;
  }

  // The entry of this revision brings a catalog into force: kServiceCatalog, or one that no program
  // can read. Whoever looks finds it.
  void ApplyCatalogAt(int64_t revision, bool readable = true) {
    absl::MutexLock lock(&mutex_);
    catalog_ = revision;
    readable_ = readable;
  }

  // The entry of this revision closes day 10 of bureau 1. Whoever looks finds it.
  void CloseAt(int64_t revision) {
    absl::MutexLock lock(&mutex_);
    closing_ = revision;
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
    closing_ = std::numeric_limits<int64_t>::max();
    head_ = head;
  }

  int looks() const {
    absl::MutexLock lock(&mutex_);
    return looks_;
  }

  absl::StatusOr<storage::LedgerState> Load() {
    absl::MutexLock lock(&mutex_);
    storage::LedgerState state{Totals(head_), CatalogOf(head_), PositionAt(head_),
                               EntriesIn(1, head_)};
    if (closing_ <= head_) state.closed.Apply({Closed()});
    return state;
  }

  absl::StatusOr<storage::NewEntries> ReadAfter(const storage::LedgerPosition& position) {
    absl::MutexLock lock(&mutex_);
    ++looks_;
    if (position.revision == fail_after_) return absl::UnavailableError("away");
    if (position.revision > head_ || position.chain != PositionAt(position.revision).chain) {
      return absl::FailedPreconditionError("it is another ledger");
    }
    storage::NewEntries read = {.head_revision = head_,
                                .position = PositionAt(std::min(head_, position.revision + 1)),
                                .change = {},
                                .catalog = std::nullopt,
                                .entries = {}};
    read.entries = EntriesIn(position.revision + 1, read.position.revision);
    if (read.position.revision == closing_) read.closings = {Closed()};
    if (read.position.revision == catalog_) read.catalog = CatalogOf(catalog_);
    return read;
  }

 private:
  storage::LedgerPosition PositionAt(int64_t revision) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return {.revision = revision,
            .chain = {history_, static_cast<uint8_t>(revision)},
            .committed_at = absl::FromUnixSeconds(revision)};
  }

  storage::StoredCatalog CatalogOf(int64_t revision) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    const int64_t in_force = revision >= catalog_ ? catalog_ : 1;
    const std::string text = readable_ || in_force != catalog_ ? kServiceCatalog : "no catalog";
    return {.identity = {in_force, {history_, static_cast<uint8_t>(in_force)}},
            .text = text,
            .keys = CatalogKeys::ByPlace(*messages::SpecOf(kServiceCatalog))};
  }

  Closing Closed() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return {closing_, {}, "report", {{.bureau = 1, .days = {10, 10}}}};
  }

  EntryCounts EntriesIn(int64_t first, int64_t last) const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    EntryCounts entries;
    for (int64_t revision = first; revision <= last; ++revision) {
      entries.Add(revision == 1 || revision == catalog_ ? "catalog" : "events", 1);
    }
    return entries;
  }

  mutable absl::Mutex mutex_;
  uint8_t history_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t head_ ABSL_GUARDED_BY(mutex_);
  int64_t fail_after_ ABSL_GUARDED_BY(mutex_) = -1;
  int64_t catalog_ ABSL_GUARDED_BY(mutex_) = 1;
  int64_t closing_ ABSL_GUARDED_BY(mutex_) = std::numeric_limits<int64_t>::max();
  bool readable_ ABSL_GUARDED_BY(mutex_) = true;
  int looks_ ABSL_GUARDED_BY(mutex_) = 0;
};

class ScriptedReader : public storage::LedgerReader {
 public:
  explicit ScriptedReader(Ledger* ledger) : ledger_(*ledger) {}

  absl::StatusOr<storage::LedgerState> Load() override { return ledger_.Load(); }
  absl::StatusOr<storage::NewEntries> ReadAfter(const storage::LedgerPosition& position) override {
    return ledger_.ReadAfter(position);
  }
  absl::StatusOr<storage::EarlierCatalog> LastBefore(int64_t) override {
    return absl::NotFoundError("none");
  }

 private:
  Ledger& ledger_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SERVICES_QUERY_SCRIPTED_LEDGER_H_
