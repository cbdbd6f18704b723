// What an EventStore must do, said as plainly as possible: the oracle of the contract tests, and
// a store for tests that need no database.
//
// Example:
//   ModelLedger ledger;
//   ModelEventStore store(&ledger), other(&ledger);
#ifndef JURIMETER_TESTS_SUPPORT_MODEL_EVENT_STORE_H_
#define JURIMETER_TESTS_SUPPORT_MODEL_EVENT_STORE_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/closing/closed_days.h"
#include "domain/event/correction.h"
#include "domain/event/event.h"
#include "domain/event/event_draft.h"
#include "domain/ledger/digest.h"
#include "domain/totals/totals.h"
#include "storage/event_store.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {

// What stores have in common: every event, by its key, and the rules in force.
class ModelLedger {
 public:
  // `catalog` knows the codes of all events that there will be.
  explicit ModelLedger(std::shared_ptr<const Catalog> catalog = TestCatalog())
      : catalog_(std::move(catalog)) {}

  int64_t revision() const { return revision_; }
  // From now on these are the rules in force. Before, whatever rules admitted an event are.
  void SetRules(const Digest& rules) { rules_ = rules; }
  // Something else than events takes a revision.
  void AddEntry() { ++revision_; }
  // All events, by (bureau, id).
  std::vector<Event> Events() const;
  // Everything added up anew, without regard to how it came about.
  Totals ComputeTotals() const;

 private:
  friend class ModelEventStore;

  // The event that `draft` names; null if there is none.
  const Event* Find(const EventDraft& draft) const;
  // What becomes of `correction` under rules that close these days.
  CorrectionResult Judge(const Correction& correction, const ClosedDays& closed) const;

  std::shared_ptr<const Catalog> catalog_;
  std::map<std::pair<BureauKey, EventId>, Event> events_;
  // By the key of the event that no longer counts.
  std::map<std::pair<BureauKey, EventId>, Correction> retractions_;
  std::optional<Digest> rules_;
  int64_t revision_ = 1;  // that of the catalog
};

// Threads: one at a time, for all stores of a ledger together.
class ModelEventStore : public storage::EventStore {
 public:
  explicit ModelEventStore(ModelLedger* ledger) : ledger_(ledger) {}

  absl::StatusOr<storage::CommitResult> Commit(absl::Span<const Event> events,
                                               const Digest& rules) override;
  absl::StatusOr<storage::RecordedResult> FindRecorded(absl::Span<const EventDraft> drafts,
                                                       const Digest& rules) override;
  absl::StatusOr<storage::CorrectResult> Correct(absl::Span<const Correction> corrections,
                                                 const storage::LedgerRules& rules,
                                                 bool dry_run) override;
  absl::StatusOr<storage::FoundCorrections> FindCorrections(
      absl::Span<const CorrectionDraft> drafts, const Digest& rules, bool dry_run) override;
  absl::Status Probe() override { return absl::OkStatus(); }

 private:
  ModelLedger* ledger_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_MODEL_EVENT_STORE_H_
