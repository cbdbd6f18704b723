// Catalogs that let bureaus begin, end, go and come back, while two services take events as fast as
// they can: no event may stand in the log that the catalog of its revision does not admit.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/catalog/admission.h"
#include "services/messages/catalog_text.h"
#include "storage/postgres/verify.h"
#include "tests/services/ingestion/race.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

constexpr char kEvents[] = R"(
SELECT revision, event_id, b.code, i.code, coalesce(c.code, ''), quantity,
       (extract(epoch FROM occurred_at) * 1000000)::bigint, subject
FROM event JOIN ledger_entry USING (entry_id) JOIN bureau AS b USING (bureau_id)
JOIN indicator AS i USING (indicator_id) LEFT JOIN category AS c USING (category_id))";

constexpr char kCatalogs[] =
    "SELECT revision, source FROM catalog JOIN ledger_entry USING (entry_id) ORDER BY revision";

// The catalog of a round. The court ends, the police begin, or mediation is gone, by its bits.
std::string CatalogText(int round) {
  std::string text = kServiceCatalog;
  if ((round & 1) != 0) {
    text = absl::StrReplaceAll(text, {{"\"Court\" region: \"230108\"",
                                       "\"Court\" region: \"230108\" ends: \"2023-06-15\""}});
  }
  if ((round & 2) != 0) {
    text = absl::StrReplaceAll(text, {{"\"Police\" region: \"2302\"",
                                       "\"Police\" region: \"2302\" begins: \"2023-06-16\""}});
  }
  if ((round & 4) != 0) {
    text = absl::StrReplaceAll(
        text, {{"bureaus { code: \"mediation\" name_zh: \"调解\" name_en: \"Mediation\" region: "
                "\"230108001\" }\n",
                ""}});
  }
  return absl::StrCat(text, "# round ", round, "\n");
}

class CatalogRaceTest : public RaceTest {
 protected:
  v1::IndicatorEvent RandomEvent(int number, std::mt19937* random) override {
    static const char* const kBureaus[] = {"court", "police", "mediation"};
    static const char* const kMoments[] = {"2023-06-15T02:00:00Z", "2023-06-16T02:00:00Z"};
    return Report(number, kBureaus[(*random)() % 3], "disputes.received", 1,
                  kMoments[(*random)() % 2]);
  }

  // How many events stand in the log. Each is admitted by the last catalog before it.
  int64_t CheckLog() {
    std::map<int64_t, std::shared_ptr<const Catalog>> catalogs;
    for (const pqxx::row& row : Query(url_, kCatalogs)) {
      const auto parsed = messages::ParseCatalog(row[1].as<std::string>());
      EXPECT_TRUE(parsed.ok());
      catalogs.emplace(row[0].as<int64_t>(), parsed->catalog);
    }
    EXPECT_EQ(catalogs.size(), 1u + kRounds);
    std::map<int64_t, int> events_of;  // by the revision of their catalog
    const pqxx::result rows = Query(url_, kEvents);
    const ClosedDays open;
    for (const pqxx::row& row : rows) {
      const auto catalog = std::prev(catalogs.lower_bound(row[0].as<int64_t>()));
      ++events_of[catalog->first];
      const absl::Time moment = absl::FromUnixMicros(row[6].as<int64_t>());
      const EventDraft draft{.event_id = row[1].c_str(),
                             .bureau = row[2].c_str(),
                             .indicator = row[3].c_str(),
                             .category = row[4].c_str(),
                             .quantity = row[5].as<int64_t>(),
                             .occurred_at = moment,
                             .subject = row[7].c_str()};
      const auto admitted = AdmitEvent({*catalog->second, open}, draft, moment);
      if (admitted.ok()) continue;
      ADD_FAILURE() << "revision " << row[0].c_str() << ", by the catalog of revision "
                    << catalog->first << ": " << admitted.faults().front().description;
    }
    EXPECT_GT(events_of.size(), kRounds * 9u / 10) << "catalogs by which events were recorded";
    return static_cast<int64_t>(rows.size());
  }

  void ExpectSound() {
    const auto report = storage::Verify({.url = url_}, [](const storage::StoredCatalog& stored) {
      return absl::StatusOr<std::shared_ptr<const Catalog>>(
          messages::ParseCatalog(stored.text, &stored.keys)->catalog);
    });
    ASSERT_THAT(report, IsOk());
    for (const storage::Finding& finding : report->findings) {
      ADD_FAILURE() << finding.check << ": " << finding.detail;
    }
  }
};

TEST_F(CatalogRaceTest, NoEventIsAdmittedByAnotherCatalogThanThatOfItsRevision) {
  Race([this](int round) { PutIntoForce(url_, CatalogText(round)); });

  EXPECT_GT(refused_, 0);
  EXPECT_EQ(CheckLog(), recorded_) << "what was recorded, and nothing else";
  ExpectSound();
  for (IngestionServer* server : {&first_, &second_}) {
    EXPECT_GT(SampleOf(server->registry(), "jurimeter_readmitted_batches_total"), 0);
    EXPECT_GT(SampleOf(server->registry(), "jurimeter_events_total{outcome=\"duplicate\"}"), 0);
  }
  // Each event counts once in the metrics too.
  EXPECT_EQ(SampleOf(first_.registry(), "jurimeter_events_total{outcome=\"refused\"}") +
                SampleOf(second_.registry(), "jurimeter_events_total{outcome=\"refused\"}"),
            static_cast<double>(refused_));
}

}  // namespace
}  // namespace jurimeter::test
