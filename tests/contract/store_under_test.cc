#include "tests/contract/store_under_test.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <utility>

#include "domain/values/calendar.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_closing_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/postgres_ledger_reader.h"
#include "storage/postgres/postgres_rules_store.h"
#include "storage/postgres/verify.h"
#include "tests/support/model_event_store.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"

namespace jurimeter::test {
namespace {

constexpr char kEvents[] = R"(
SELECT bureau_id, event_id, indicator_id, category_id,
       (extract(epoch FROM occurred_at) * 1000000)::bigint, occurred_on - date '1970-01-01',
       quantity, subject
FROM event ORDER BY bureau_id, event_id)";

class Model : public StoreUnderTest {
 public:
  Model() : StoreUnderTest(TestCatalog(), Digest()) { ledger_.SetRules(rules().chain); }

  std::unique_ptr<storage::EventStore> NewStore() override {
    return std::make_unique<ModelEventStore>(&ledger_);
  }
  int64_t Revision() override { return ledger_.revision(); }
  std::vector<LoggedEvent> Events() override {
    std::vector<LoggedEvent> events;
    for (const Event& event : ledger_.Events()) events.push_back(Logged(event));
    return events;
  }
  Totals LoadTotals() override { return ledger_.ComputeTotals(); }
  void ChangeRules() override { Change({}); }
  int64_t Record(const ClosingRequest& request) override {
    const int64_t revision = ledger_.revision() + 1;
    Change({AsRecorded(request, revision)});
    return revision;
  }
  void ExpectSound() override {}  // it keeps nothing but events

 private:
  void Change(const std::vector<Closing>& closings) {
    Follow({static_cast<uint8_t>(++changes_), static_cast<uint8_t>(changes_ >> 8)}, closings);
    ledger_.SetRules(rules().chain);
    ledger_.AddEntry();
  }

  ModelLedger ledger_;
  int changes_ = 0;
};

class Postgres : public StoreUnderTest {
 public:
  Postgres(std::string url, std::shared_ptr<const Catalog> catalog)
      : StoreUnderTest(std::move(catalog), CatalogChainOf(url)),
        url_(std::move(url)),
        reader_(storage::MakePostgresLedgerReader({.url = url_})),
        rules_store_(storage::MakePostgresRulesStore({.url = url_})),
        closings_(storage::MakePostgresClosingStore({.url = url_})) {
    ReadRules();
  }

  std::unique_ptr<storage::EventStore> NewStore() override {
    return storage::MakePostgresEventStore({.postgres = {.url = url_}});
  }
  int64_t Revision() override { return reader_->ReadAfter({}).value().head_revision; }
  std::vector<LoggedEvent> Events() override {
    std::vector<LoggedEvent> events;
    for (const pqxx::row& row : Query(url_, kEvents)) {
      events.push_back({row[0].as<int>(), row[1].as<std::string>(), row[2].as<int>(),
                        row[3].as<int>(), row[4].as<int64_t>(), row[5].as<int>(),
                        row[6].as<int64_t>(), row[7].as<std::string>()});
    }
    return events;
  }
  Totals LoadTotals() override { return reader_->Load().value().totals; }
  void ChangeRules() override {
    const auto catalogs = storage::MakePostgresCatalogStore({.url = url_});
    ASSERT_THAT(catalogs->Apply(TestCatalogSpec(), std::to_string(++changes_)), IsOk());
    ReadRules();
  }
  int64_t Record(const ClosingRequest& request) override {
    const auto revision = closings_->Record(request, rules().chain);
    EXPECT_THAT(revision, IsOk());
    ReadRules();
    return *revision;
  }
  void ExpectSound() override {
    const auto report = storage::Verify({.url = url_}, ReadTestCatalog);
    ASSERT_THAT(report, IsOk());
    for (const storage::Finding& finding : report->findings) {
      ADD_FAILURE() << finding.check << ": " << finding.detail;
    }
  }

 private:
  void ReadRules() {
    const auto change = rules_store_->Read(known_);
    ASSERT_THAT(change, IsOk());
    ASSERT_EQ(change->anew, known_.revision == 0);
    known_ = change->identity;
    Follow(known_.chain, change->closings);
  }

  std::string url_;
  std::unique_ptr<storage::LedgerReader> reader_;
  std::unique_ptr<storage::RulesStore> rules_store_;
  std::unique_ptr<storage::ClosingStore> closings_;
  storage::RulesIdentity known_;
  int changes_ = 0;
};

}  // namespace

LoggedEvent Logged(const Event& event) {
  return {event.bureau(),
          event.id().ToString(),
          event.indicator(),
          event.category(),
          absl::ToUnixMicros(event.occurred_at()),
          DayNumber(event.occurred_on()),
          event.quantity(),
          event.subject()};
}

void PrintTo(const LoggedEvent& event, std::ostream* out) {
  *out << event.bureau << "/" << event.id << ": indicator " << event.indicator << ", category "
       << event.category << ", at " << event.occurred_at_us << " us on day " << event.occurred_on
       << ", quantity " << event.quantity << ", subject '" << event.subject << "'";
}

std::unique_ptr<StoreUnderTest> MakeModel() { return std::make_unique<Model>(); }

std::unique_ptr<StoreUnderTest> MakePostgres() {
  const std::string url = PostgresCluster::Get().MigratedDatabase();
  return std::make_unique<Postgres>(url, ApplyTestCatalog(url));
}

}  // namespace jurimeter::test
