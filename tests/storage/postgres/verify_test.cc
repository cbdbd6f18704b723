#include "storage/postgres/verify.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "storage/postgres/postgres_event_store.h"
#include "tests/support/eventually.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::storage {

void PrintTo(const Finding& finding, std::ostream* out) {
  *out << finding.check << ": " << finding.detail;
}

}  // namespace jurimeter::storage

namespace jurimeter::test {
namespace {

using storage::Finding;
using storage::Verify;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

auto Finds(const std::string& check, const std::string& detail) {
  return Contains(AllOf(Field(&Finding::check, check), Field(&Finding::detail, HasSubstr(detail))));
}

// A database with four commits: flows and stocks, a category, a batch of duplicates only.
std::string SoundDatabase() {
  const std::string url = PostgresCluster::Get().MigratedDatabase();
  const auto catalog = ApplyTestCatalog(url);
  const auto store = storage::MakePostgresEventStore({.postgres = {.url = url}});
  const std::vector<std::vector<TestEvent>> batches = {
      {{.id = 1, .quantity = 2}, {.id = 2, .category = "family", .quantity = 3}},
      {{.id = 3, .indicator = "offices.open", .quantity = 23},
       {.id = 4, .bureau = "court", .indicator = "offices.open", .quantity = 0},
       {.id = 6, .bureau = "police", .quantity = 0}},
      {{.id = 1, .quantity = 2}},
      {{.id = 5, .quantity = 4, .subject = "some case"}},
  };
  for (const auto& batch : batches) {
    std::vector<Event> events;
    for (const TestEvent& event : batch) events.push_back(MakeEvent(*catalog, event));
    EXPECT_THAT(store->Commit(events, CatalogContentOf(url)), IsOk());
  }
  return url;
}

TEST(Verify, FindsNothingInASoundDatabase) {
  const auto report = Verify({.url = SoundDatabase()});
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->revision, 4);
  EXPECT_EQ(report->events, 6);
  EXPECT_EQ(report->commits, 4);
}

TEST(Verify, FindsNothingInAnEmptyLedger) {
  const auto report = Verify({.url = PostgresCluster::Get().MigratedDatabase()});
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->commits, 0);
}

struct Planted {
  std::string fault;  // the SQL that plants it
  std::string check;
  std::string detail;
};

TEST(Verify, FindsEachPlantedFault) {
  const std::string id = TestId(1);
  const Planted kPlanted[] = {
      {"UPDATE day_total SET total = total + 1 WHERE category_id = 0", "day_total",
       "bureau mediation, indicator disputes.received, category none, day 2023-06-01: "
       "the total says 7 of 2 events, the log says 6 of 2"},
      {"UPDATE day_total SET events = events - 1 WHERE category_id <> 0", "day_total",
       "category family, day 2023-06-01: the total says 3 of 0 events, the log says 3 of 1"},
      {"DELETE FROM day_total WHERE category_id = 0", "day_total",
       "the total says nothing of 0 events, the log says 6 of 2"},
      {"INSERT INTO day_total VALUES (1, 1, 0, '2023-01-01', 5, 1)", "day_total",
       "bureau court, indicator disputes.received, category none, day 2023-01-01: "
       "the total says 5 of 1 events, the log says nothing of 0"},
      {"UPDATE day_level SET level = 24 WHERE level = 23", "day_level", "the level says 24"},
      {"UPDATE day_level SET occurred_at = occurred_at + interval '1 microsecond'", "day_level",
       "02:00:00.000001+00, the log says 23"},
      {"UPDATE day_level SET event_id = '" + TestId(9) + "' WHERE level = 23", "day_level",
       "by event " + TestId(9)},
      {"UPDATE day_level SET events = 2 WHERE level = 0", "day_level", "bureau court"},
      {"DELETE FROM day_level", "day_level", "the level says nothing"},
      {"UPDATE event SET quantity = 3 WHERE event_id = '" + id + "'", "day_total",
       "the total says 6 of 2 events, the log says 7 of 2"},
      {"UPDATE event SET subject = 'other' WHERE event_id = '" + TestId(5) + "'", "ledger",
       "revision 4: the ledger says digest"},
      {"UPDATE event SET occurred_at = occurred_at + interval '1 microsecond' WHERE event_id = '" +
           id + "'",
       "ledger", "revision 1: the ledger says digest"},
      {"DELETE FROM event WHERE event_id = '" + id + "'", "ledger",
       "revision 1: the ledger says 2 events, the log has 1"},
      {"UPDATE event SET occurred_on = '2023-06-02' WHERE event_id = '" + id + "'", "event",
       "event " + id +
           ": occurred at 2023-06-01 02:00:00+00, which is not on 2023-06-02 in Asia/Shanghai"},
      {"UPDATE event SET commit_id = 99 WHERE event_id = '" + id + "'", "event",
       "commit 99 is not in the ledger"},
      {"UPDATE event SET bureau_id = 77 WHERE event_id = '" + id + "'", "event",
       "bureau 77, event " + id + ": its bureau is not known"},
      {"UPDATE event SET indicator_id = 77 WHERE event_id = '" + id + "'", "event",
       "indicator 77 is not known"},
      {"UPDATE event SET indicator_id = 4 WHERE event_id = '" + id + "'", "event",
       "indicator 4 is derived"},
      {"UPDATE event SET category_id = 77 WHERE event_id = '" + id + "'", "event",
       "category 77 is not one of indicator 1"},
      {"UPDATE event SET indicator_id = 2 WHERE category_id <> 0", "event",
       "category 1 is not one of indicator 2"},
      {"UPDATE event SET quantity = -2 WHERE event_id = '" + id + "'", "event",
       "quantity -2 is out of range"},
      {"UPDATE event SET quantity = 1000000000001 WHERE event_id = '" + TestId(3) + "'", "event",
       "quantity 1000000000001 is out of range"},
      {"UPDATE event SET quantity = -1 WHERE event_id = '" + TestId(4) + "'", "event",
       "quantity -1 is out of range"},
      {"UPDATE ledger_commit SET digest = sha256('') WHERE revision = 2", "ledger",
       "revision 2: the ledger says digest"},
      {"UPDATE ledger_commit SET digest = sha256('') WHERE revision = 2", "ledger",
       "revision 2: its chain does not follow"},
      {"UPDATE ledger_commit SET chain = sha256('') WHERE revision = 2", "ledger",
       "revision 3: its chain does not follow"},
      {"UPDATE ledger_commit SET events = 1 WHERE revision = 1", "ledger",
       "revision 1: the ledger says 1 events, the log has 2"},
      {"DELETE FROM ledger_commit WHERE revision = 3", "ledger", "revision 4 follows revision 2"},
      {"DELETE FROM ledger_commit WHERE revision = 1", "ledger", "revision 2 follows revision 0"},
      {"DELETE FROM ledger_commit WHERE revision = 4", "ledger", "the head is revision 4"},
      {"UPDATE ledger_head SET revision = 5", "ledger", "the last commit is revision 4"},
      {"UPDATE ledger_head SET chain = sha256('')", "ledger", "the head is revision 4, chain e3b0"},
      {"DELETE FROM ledger_head", "ledger", "the ledger has no head"},
      {"DELETE FROM catalog_version", "event", "no catalog was applied"},
      {"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'event_commit_id'::regclass",
       "index", "index event_commit_id is not valid"},
      {"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'event_pkey'::regclass", "index",
       "index event_pkey is not valid"},
      {"SELECT setval('commit_id', 3)", "sequence",
       "the next value of sequence commit_id is 4, and 4 is in use already"},
      {"ALTER SEQUENCE commit_id RESTART", "sequence", "run: SELECT setval('commit_id', 4)"},
      {"ALTER TABLE bureau ALTER bureau_id RESTART", "sequence",
       "sequence public.bureau_bureau_id_seq is 1, and 3 is in use"},
      {"ALTER TABLE indicator ALTER indicator_id RESTART WITH 4", "sequence",
       "sequence public.indicator_indicator_id_seq is 4, and 4 is in use"},
      {"SELECT setval('category_category_id_seq', 1)", "sequence",
       "SELECT setval('public.category_category_id_seq', 2)"},
      {"DROP SEQUENCE commit_id", "sequence", "commit_id has no sequence"},
      {"ALTER TABLE category ALTER category_id DROP IDENTITY", "sequence",
       "category.category_id has no sequence"},
  };
  for (const Planted& planted : kPlanted) {
    SCOPED_TRACE(planted.fault);
    const std::string url = SoundDatabase();
    Query(url, planted.fault);
    const auto report = Verify({.url = url});
    ASSERT_THAT(report, IsOk());
    EXPECT_THAT(report->findings, Finds(planted.check, planted.detail));
  }
}

TEST(Verify, FindsASettingThatLosesWhatWasAcknowledged) {
  const std::string url = SoundDatabase();
  const std::string name = Query(url, "SELECT current_database()")[0][0].as<std::string>();
  Query(url, "ALTER DATABASE " + name + " SET synchronous_commit = off");
  const auto report = Verify({.url = url});
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, Finds("settings", "synchronous_commit is off"));
}

TEST(Verify, FindsSettingsThatHideWhatTheDiskLost) {
  const std::string url = SoundDatabase();
  const std::string name = Query(url, "SELECT current_database()")[0][0].as<std::string>();
  for (const std::string setting : {"ignore_checksum_failure", "zero_damaged_pages"}) {
    Query(url, "ALTER DATABASE " + name + " SET " + setting + " = on");
    const auto report = Verify({.url = url});
    ASSERT_THAT(report, IsOk());
    EXPECT_THAT(report->findings, Finds("settings", setting + " is on; it must be off"));
  }
}

// Settings of the whole server, back to what they were in the end.
TEST(Verify, FindsAServerThatDoesNotFlush) {
  const std::string url = SoundDatabase();
  const auto set = [&url](const std::string& name, const std::string& value) {
    Query(url, "ALTER SYSTEM SET " + name + " = " + value);
    Query(url, "SELECT pg_reload_conf()");
    // A new session has it once the postmaster has read it.
    EXPECT_TRUE(
        Eventually([&] { return Query(url, "SHOW " + name)[0][0].as<std::string>() == value; }));
  };
  for (const std::string name : {"fsync", "full_page_writes"}) {
    const std::string before = Query(url, "SHOW " + name)[0][0].as<std::string>();
    set(name, "off");
    const auto report = Verify({.url = url});
    set(name, before);
    ASSERT_THAT(report, IsOk());
    EXPECT_THAT(report->findings, Finds("settings", name + " is off; it must be on"));
  }
}

TEST(Verify, ListsAHundredFindingsOfACheckAndCountsTheRest) {
  const std::string url = SoundDatabase();
  Query(url,
        "INSERT INTO day_total SELECT 1, 1, 0, date '2020-01-01' + day, 1, 1 "
        "FROM generate_series(1, 250) AS day");
  const auto report = Verify({.url = url});
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->findings.size(), 101u);
  EXPECT_THAT(report->findings.back().detail, HasSubstr("250 findings in all"));
}

TEST(Verify, RefusesAnotherSchema) {
  EXPECT_THAT(Verify({.url = PostgresCluster::Get().EmptyDatabase()}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(Verify, IsUnavailableWithoutAServer) {
  EXPECT_THAT(Verify({.url = "host=/nonexistent"}), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace jurimeter::test
