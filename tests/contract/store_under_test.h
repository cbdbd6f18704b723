// An implementation of EventStore with a ledger of its own, for the contract tests.
#ifndef JURIMETER_TESTS_CONTRACT_STORE_UNDER_TEST_H_
#define JURIMETER_TESTS_CONTRACT_STORE_UNDER_TEST_H_

#include <compare>
#include <cstdint>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/closing/closing.h"
#include "domain/ledger/digest.h"
#include "domain/totals/totals.h"
#include "storage/event_store.h"
#include "storage/ledger_rules.h"

namespace jurimeter::test {

// An event as the ledger keeps it.
struct LoggedEvent {
  BureauKey bureau;
  std::string id;
  IndicatorKey indicator;
  CategoryKey category;
  int64_t occurred_at_us;
  int32_t occurred_on;  // as DayNumber
  int64_t quantity;
  std::string subject;

  friend auto operator<=>(const LoggedEvent&, const LoggedEvent&) = default;
};

LoggedEvent Logged(const Event& event);

void PrintTo(const LoggedEvent& event, std::ostream* out);

class StoreUnderTest {
 public:
  virtual ~StoreUnderTest() = default;

  const Catalog& catalog() const { return *catalog_; }
  // The rules in force: those of the catalog and the closings.
  const storage::LedgerRules& rules() const { return rules_; }

  // One more store on the same ledger.
  virtual std::unique_ptr<storage::EventStore> NewStore() = 0;
  virtual int64_t Revision() = 0;
  // All events, by (bureau, id).
  virtual std::vector<LoggedEvent> Events() = 0;
  virtual Totals LoadTotals() = 0;
  // Puts other rules into force, by which the same events are admitted.
  virtual void ChangeRules() = 0;
  // Has a closing or a reopening come into force. Returns its revision.
  virtual int64_t Record(const ClosingRequest& request) = 0;
  // Fails the test if what is stored is not consistent.
  virtual void ExpectSound() = 0;

 protected:
  StoreUnderTest(std::shared_ptr<const Catalog> catalog, const Digest& rules)
      : catalog_(std::move(catalog)), rules_{.chain = rules, .closed = {}} {}

  // Other rules come into force, by the chain value `chain` and `closings`, which are new.
  void Follow(const Digest& chain, const std::vector<Closing>& closings) {
    rules_.chain = chain;
    rules_.closed.Apply(closings);
  }

 private:
  std::shared_ptr<const Catalog> catalog_;
  storage::LedgerRules rules_;
};

// Each with an empty ledger and the test catalog.
std::unique_ptr<StoreUnderTest> MakeModel();
std::unique_ptr<StoreUnderTest> MakePostgres();

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_CONTRACT_STORE_UNDER_TEST_H_
