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
#include <utility>
#include <vector>

#include "domain/event/event.h"
#include "domain/totals/totals.h"
#include "storage/event_store.h"

namespace jurimeter::test {

// What stores have in common: every event, by its key.
class ModelLedger {
 public:
  int64_t revision() const { return revision_; }
  // All events, by (bureau, id).
  std::vector<Event> Events() const;
  // Everything added up anew, without regard to how it came about.
  Totals ComputeTotals() const;

 private:
  friend class ModelEventStore;

  std::map<std::pair<BureauKey, EventId>, Event> events_;
  int64_t revision_ = 1;  // that of the catalog
};

// Threads: one at a time, for all stores of a ledger together.
class ModelEventStore : public storage::EventStore {
 public:
  explicit ModelEventStore(ModelLedger* ledger) : ledger_(ledger) {}

  absl::StatusOr<storage::CommitResult> Commit(absl::Span<const Event> events,
                                               const Digest& admitted_by) override;
  absl::Status Probe() override { return absl::OkStatus(); }

 private:
  ModelLedger* ledger_;
};

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_MODEL_EVENT_STORE_H_
