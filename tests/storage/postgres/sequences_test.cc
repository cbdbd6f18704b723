#include "storage/postgres/sequences.h"

#include <gmock/gmock.h>

#include <string>

#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/verify.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SequencesTest : public ::testing::Test {
 protected:
  // The catalog's entry has the id 1, and drew 2; commits have 3 and 4, and the store drew 5 for
  // the next.
  SequencesTest() {
    const auto catalog = ApplyTestCatalog(url_);
    const auto store = storage::MakePostgresEventStore({.postgres = {.url = url_}});
    for (const int id : {1, 2}) {
      const std::vector<Event> events = {MakeEvent(*catalog, {.id = id})};
      EXPECT_THAT(store->Commit(events, CatalogChainOf(url_)), IsOk());
    }
    Query(url_, "CREATE ROLE sequences_role LOGIN");
  }

  ~SequencesTest() override {
    Query(url_, "DROP OWNED BY sequences_role; DROP ROLE sequences_role");
  }

  absl::Status Check() {
    const auto connection = storage::Connect({.url = as_role_});
    return connection.ok() ? storage::CheckEntrySequence(**connection) : connection.status();
  }

  const std::string url_ = PostgresCluster::Get().MigratedDatabase();
  const std::string as_role_ = url_ + " user=sequences_role";
};

TEST_F(SequencesTest, AreCheckedWithTheRightsOfACommit) {
  EXPECT_THAT(Check(), StatusIs(absl::StatusCode::kInternal, HasSubstr("permission denied")));
  Query(url_,
        "GRANT SELECT ON event, ledger_entry TO sequences_role;"
        "GRANT USAGE ON SEQUENCE entry_id TO sequences_role");
  struct Case {
    std::string change;
    std::string fault;  // empty: none
  };
  const Case kCases[] = {
      {"SELECT 1", ""},
      // Logical replication leaves it so.
      {"ALTER SEQUENCE entry_id RESTART",
       "the next value of sequence entry_id is 1, and 4 is in use already"},
      {"SELECT setval('entry_id', 3)", "the next value of sequence entry_id is 4, and 4"},
      {"SELECT setval('entry_id', 4)", ""},
      {"SELECT setval('entry_id', 4, false)", "SELECT setval('entry_id', 4)"},
      {"ALTER SEQUENCE entry_id RESTART WITH 5", ""},
      // An event alone has the id, as if ledger_entry had not been restored.
      {"UPDATE event SET entry_id = 9 WHERE entry_id = 4", "is 6, and 9 is in use already"},
      {"DELETE FROM event; DELETE FROM ledger_entry; ALTER SEQUENCE entry_id RESTART", ""},
      {"DROP SEQUENCE entry_id", "\"entry_id\" does not exist"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.change);
    Query(url_, c.change);
    if (c.fault.empty()) {
      EXPECT_THAT(Check(), IsOk());
    } else {
      const absl::Status status = Check();
      EXPECT_FALSE(status.ok());
      EXPECT_THAT(std::string(status.message()), HasSubstr(c.fault));
    }
  }
}

TEST_F(SequencesTest, UsesUpNoIdsOfASoundLedger) {
  const auto connection = storage::Connect({.url = url_});
  ASSERT_THAT(connection, IsOk());
  for (int i = 0; i < 3; ++i) EXPECT_THAT(storage::CheckEntrySequence(**connection), IsOk());
  EXPECT_EQ(Query(url_, "SELECT last_value FROM entry_id")[0][0].as<int>(), 5);
}

TEST_F(SequencesTest, ThatVerifyCannotReadAreAFinding) {
  Query(url_, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO sequences_role");
  const auto refused = storage::Verify({.url = as_role_}, ReadTestCatalog);
  ASSERT_THAT(refused, IsOk());
  ASSERT_EQ(refused->findings.size(), 5u);
  EXPECT_EQ(refused->findings[0].check, "sequence");
  EXPECT_THAT(refused->findings[0].detail,
              HasSubstr("GRANT SELECT ON SEQUENCE entry_id TO \"sequences_role\""));
  Query(url_, "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO sequences_role");
  const auto report = storage::Verify({.url = as_role_}, ReadTestCatalog);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, IsEmpty());
}

}  // namespace
}  // namespace jurimeter::test
