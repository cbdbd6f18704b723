#include "storage/postgres/verify.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "domain/ledger/digest.h"
#include "storage/postgres/erasure.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "tests/support/eventually.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_access.h"
#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"

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
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

auto Finds(const std::string& check, const std::string& detail) {
  return Contains(AllOf(Field(&Finding::check, check), Field(&Finding::detail, HasSubstr(detail))));
}

// A database with a catalog and four commits: flows and stocks, a category, a batch of duplicates
// only.
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
    EXPECT_THAT(store->Commit(events, CatalogChainOf(url)), IsOk());
  }
  return url;
}

TEST(Verify, FindsNothingInASoundDatabase) {
  const auto report = Verify({.url = SoundDatabase()}, ReadTestCatalog);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->revision, 5);
  EXPECT_EQ(report->events, 6);
  EXPECT_EQ(report->entries, 5);
}

TEST(Verify, FindsNothingInAnEmptyLedger) {
  const auto report = Verify({.url = PostgresCluster::Get().MigratedDatabase()}, ReadTestCatalog);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->entries, 0);
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
      {"INSERT INTO day_total VALUES (1, 1, 0, '2023-01-01', 0, 0)", "day_total",
       "the total says 0 of 0 events, the log says nothing of 0"},
      {"UPDATE day_total SET day = '2023-06-02' WHERE category_id = 0", "day_total",
       "day 2023-06-02: the total says 6 of 2 events, the log says nothing of 0"},
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
       "revision 5: the ledger says digest"},
      {"UPDATE event SET occurred_at = occurred_at + interval '1 microsecond' WHERE event_id = '" +
           id + "'",
       "ledger", "revision 2: the ledger says digest"},
      {"DELETE FROM event WHERE event_id = '" + id + "'", "ledger",
       "revision 2: the ledger says 2 items, there are 1"},
      {"UPDATE event SET occurred_on = '2023-06-02' WHERE event_id = '" + id + "'", "event",
       "event " + id +
           ": revision 2 cannot have recorded it by the catalog of revision 1: occurred_on: "
           "2023-06-02; expected 2023-06-01, the day of 2023-06-01T10:00:00+08:00"},
      {"UPDATE event SET entry_id = 99 WHERE event_id = '" + id + "'", "event",
       "entry 99 is not in the ledger"},
      {"UPDATE event SET bureau_id = 77 WHERE event_id = '" + id + "'", "event",
       "bureau 77, event " + id + ": its bureau is not known"},
      {"UPDATE event SET bureau_id = 77 WHERE event_id = '" + id + "'", "event",
       "bureau key 77, event " + id +
           ": revision 2 cannot have recorded it by the catalog of revision 1: bureau: "
           "\"key 77\" is not in the catalog"},
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
      {"UPDATE ledger_entry SET digest = sha256('') WHERE revision = 3", "ledger",
       "revision 3: the ledger says digest"},
      {"UPDATE ledger_entry SET digest = sha256('') WHERE revision = 3", "ledger",
       "revision 3: its chain does not follow"},
      {"UPDATE ledger_entry SET chain = sha256('') WHERE revision = 3", "ledger",
       "revision 4: its chain does not follow"},
      {"UPDATE ledger_entry SET chain = sha256('') WHERE revision = 1", "ledger",
       "revision 1: its chain does not follow"},
      {"UPDATE ledger_entry SET chain = sha256('') WHERE revision = 1", "ledger",
       "the head says that the rules are of chain"},
      {"UPDATE ledger_entry SET items = 1 WHERE revision = 2", "ledger",
       "revision 2: the ledger says 1 items, there are 2"},
      {"UPDATE ledger_entry SET kind = 'catalog' WHERE revision = 2", "ledger",
       "revision 2: is of kind \"catalog\", and 2 events or retractions name it"},
      {"UPDATE ledger_entry SET kind = 'edition' WHERE revision = 2", "ledger",
       "revision 2: is of kind \"edition\", which this program does not know"},
      {"UPDATE ledger_entry SET kind = 'closing' WHERE revision = 2", "ledger",
       "revision 2: is of kind \"closing\", and 2 events or retractions name it"},
      {"UPDATE ledger_entry SET kind = 'closing' WHERE revision = 2", "closing",
       "revision 2: its closing or reopening is missing"},
      {"UPDATE ledger_entry SET changes_rules = true WHERE revision = 2", "ledger",
       "revision 2: does not state what an entry of kind \"events\" can change"},
      {"UPDATE ledger_entry SET changes_rules = false WHERE revision = 1", "ledger",
       "revision 1: does not state what an entry of kind \"catalog\" can change"},
      {"UPDATE ledger_entry SET committed_at = committed_at - interval '1 day' WHERE revision = 3",
       "ledger", "revision 3: was committed before the one before it"},
      {"UPDATE ledger_entry SET committed_at = committed_at + interval '1 microsecond' "
       "WHERE revision = 5",
       "ledger", "the head's time is not that of the last entry"},
      {"DELETE FROM ledger_entry WHERE revision = 4", "ledger", "revision 5: follows revision 3"},
      {"DELETE FROM ledger_entry WHERE revision = 1", "ledger", "revision 2: follows revision 0"},
      {"DELETE FROM ledger_entry WHERE revision = 5", "ledger", "the head is revision 5"},
      {"UPDATE ledger_head SET revision = 6", "ledger", "the last entry is revision 5"},
      {"UPDATE ledger_head SET chain = sha256('')", "ledger", "the head is revision 5, chain e3b0"},
      {"UPDATE ledger_head SET rules_chain = sha256('')", "ledger",
       "the head says that the rules are of chain e3b0"},
      {"UPDATE ledger_head SET format = 'another'", "ledger", "its format is \"another\""},
      {"DELETE FROM ledger_head", "ledger", "the ledger has no head"},
      {"UPDATE catalog SET source = 'another'", "ledger", "revision 1: the ledger says digest"},
      {"UPDATE catalog SET time_zone = 'UTC'", "ledger", "revision 1: the ledger says digest"},
      {"DELETE FROM catalog", "ledger", "revision 1: the ledger says 10 items, there are 9"},
      {"DELETE FROM catalog", "event",
       "the catalog of revision 1 cannot be read, so that no event was judged by it: it is "
       "missing"},
      {"UPDATE ledger_entry SET kind = 'events' WHERE revision = 1", "event",
       "event " + id + ": revision 2 recorded it, and no catalog was in force"},
      {"UPDATE bureau SET code = 'another' WHERE bureau_id = 1", "ledger",
       "revision 1: the ledger says digest"},
      {"UPDATE indicator SET quantity_decimals = 1 WHERE indicator_id = 1", "ledger",
       "revision 1: the ledger says digest"},
      {"UPDATE category SET given_by = 99 WHERE category_id = 1", "ledger",
       "revision 1: the ledger says 10 items, there are 9"},
      {"UPDATE event SET subject_seal = sha256('') WHERE event_id = '" + TestId(5) + "'", "ledger",
       "revision 5: the ledger says digest"},
      {"UPDATE principal SET name = name || 'x'", "ledger", "revision 1: the ledger says digest"},
      {"UPDATE principal SET name = 'somebody' WHERE name = 'nobody'", "ledger",
       "revision 2: the ledger says digest"},
      {"UPDATE catalog SET principal_id = 1", "ledger", "revision 1: the ledger says digest"},
      {"UPDATE catalog SET principal_id = 99", "catalog", "revision 1: principal 99 is not known"},
      {"UPDATE catalog SET entry_id = 99", "catalog",
       "entry 99: the text of a catalog has no entry in the ledger"},
      {"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'event_entry_id'::regclass",
       "index", "index event_entry_id is not valid"},
      {"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'event_pkey'::regclass", "index",
       "index event_pkey is not valid"},
      {"SELECT setval('entry_id', 4)", "sequence",
       "the next value of sequence entry_id is 5, and 6 is in use already"},
      {"ALTER SEQUENCE entry_id RESTART", "sequence", "run: SELECT setval('entry_id', 6)"},
      {"ALTER TABLE bureau ALTER bureau_id RESTART", "sequence",
       "sequence public.bureau_bureau_id_seq is 1, and 3 is in use"},
      {"ALTER TABLE indicator ALTER indicator_id RESTART WITH 4", "sequence",
       "sequence public.indicator_indicator_id_seq is 4, and 4 is in use"},
      {"SELECT setval('category_category_id_seq', 1)", "sequence",
       "SELECT setval('public.category_category_id_seq', 2)"},
      {"DROP SEQUENCE entry_id", "sequence", "entry_id has no sequence"},
      {"ALTER TABLE category ALTER category_id DROP IDENTITY", "sequence",
       "category.category_id has no sequence"},
  };
  for (const Planted& planted : kPlanted) {
    SCOPED_TRACE(planted.fault);
    const std::string url = SoundDatabase();
    Query(url, planted.fault);
    const auto report = Verify({.url = url}, ReadTestCatalog);
    ASSERT_THAT(report, IsOk());
    EXPECT_THAT(report->findings, Finds(planted.check, planted.detail));
  }
}

// The same with two access lists, of revisions 6 and 7, and an event after them.
std::string SiteWithAccessLists() {
  std::string url = SoundDatabase();
  EXPECT_EQ(ApplyAccessList(url, "# one"), 6);
  EXPECT_EQ(ApplyAccessList(url, "# two"), 7);
  const auto store = storage::MakePostgresEventStore({.postgres = {.url = url}});
  const std::vector<Event> events = {MakeEvent(*TestCatalog(), {.id = 7})};
  EXPECT_THAT(store->Commit(events, RulesOf(url).chain), IsOk());
  return url;
}

TEST(VerifyAccess, FindsNothingInASoundDatabase) {
  const auto report = Verify({.url = SiteWithAccessLists()}, ReadTestCatalog);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->entries, 8);
  EXPECT_EQ(report->events, 7);
}

TEST(VerifyAccess, FindsEachPlantedFault) {
  const std::string of_first = " WHERE source = '# one'";
  const std::string entry_of = "(SELECT entry_id FROM ledger_entry WHERE revision = ";
  const Planted kPlanted[] = {
      {"UPDATE access_list SET source = 'another'" + of_first, "ledger",
       "revision 6: the ledger says digest"},
      {"UPDATE access_list SET principal_id = 1" + of_first, "ledger",
       "revision 6: the ledger says digest"},
      {"UPDATE access_list SET principal_id = 77" + of_first, "access",
       "revision 6: principal 77 is not known"},
      {"UPDATE principal SET name = 'database/other' WHERE name LIKE 'database/%'", "ledger",
       "revision 7: the ledger says digest"},
      {"DELETE FROM access_list" + of_first, "ledger",
       "revision 6: the ledger says 1 items, there are 0"},
      {"UPDATE access_list SET entry_id = 99" + of_first, "access",
       "entry 99: the text of an access list has no entry in the ledger"},
      {"UPDATE access_list SET entry_id = 99" + of_first, "ledger",
       "revision 6: the ledger says 1 items, there are 0"},
      {"INSERT INTO access_list SELECT 98, principal_id, source FROM access_list" + of_first,
       "access", "entry 98: the text of an access list has no entry in the ledger"},
      {"UPDATE access_list SET entry_id = " + entry_of + "2)" + of_first, "access",
       "revision 2: it has the text of an access list, and is of kind \"events\""},
      {"UPDATE ledger_entry SET kind = 'catalog' WHERE revision = 6", "access",
       "revision 6: it has the text of an access list, and is of kind \"catalog\""},
      {"UPDATE ledger_entry SET changes_rules = false WHERE revision = 7", "ledger",
       "revision 7: does not state what an entry of kind \"access\" can change"},
      {"UPDATE ledger_entry SET changes_figures = true WHERE revision = 7", "ledger",
       "revision 7: does not state what an entry of kind \"access\" can change"},
      {"UPDATE event SET entry_id = " + entry_of + "7) WHERE event_id = '" + TestId(7) + "'",
       "ledger", "revision 7: is of kind \"access\", and 1 events or retractions name it"},
      {"ALTER TABLE principal ALTER principal_id RESTART", "sequence",
       "sequence public.principal_principal_id_seq is 1, and 2 is in use"},
  };
  for (const Planted& planted : kPlanted) {
    SCOPED_TRACE(planted.fault);
    const std::string url = SiteWithAccessLists();
    Query(url, planted.fault);
    const auto report = Verify({.url = url}, ReadTestCatalog);
    ASSERT_THAT(report, IsOk());
    EXPECT_THAT(report->findings, Finds(planted.check, planted.detail));
  }
}

// A flow's event that was corrected and a stock's report that was retracted, at revision 3; a
// subject that was erased, at revision 4; and another catalog, at revision 5.
std::string CorrectedDatabase() {
  const std::string url = PostgresCluster::Get().MigratedDatabase();
  const auto catalog = ApplyTestCatalog(url);
  const auto store = storage::MakePostgresEventStore({.postgres = {.url = url}});
  std::vector<Event> events = {
      MakeEvent(*catalog, {.id = 1, .quantity = 2}),
      MakeEvent(*catalog, {.id = 2, .quantity = 3, .subject = "some case"})};
  for (int id = 3; id <= 5; ++id) {
    events.push_back(
        MakeEvent(*catalog, {.id = id,
                             .indicator = "offices.open",
                             .quantity = id * 10,
                             .occurred_at = "2023-06-01T02:00:0" + std::to_string(id) + "Z"}));
  }
  EXPECT_THAT(store->Commit(events, CatalogChainOf(url)), IsOk());
  const auto correction = [&](int request, int event) -> Correction {
    return {.request_id = *EventId::Parse(TestId(request)),
            .bureau = catalog->FindBureau("mediation")->key,
            .event_id = *EventId::Parse(TestId(event)),
            .reason = "typed wrongly"};
  };
  std::vector<Correction> corrections = {correction(101, 1), correction(102, 5)};
  corrections[0].replacement = MakeEvent(*catalog, {.id = 6, .category = "family", .quantity = 4});
  EXPECT_THAT(store->Correct(corrections, {CatalogChainOf(url), {}}, /*dry_run=*/false), IsOk());
  EXPECT_THAT(storage::EraseSubject({.url = url}, {.bureau = "mediation",
                                                   .event_id = *EventId::Parse(TestId(2)),
                                                   .reason = "asked for"}),
              IsOkAndHolds(4));
  EXPECT_THAT(storage::MakePostgresCatalogStore({.url = url})->Apply(TestCatalogSpec(), "next"),
              IsOkAndHolds(5));
  return url;
}

TEST(Verify, FindsNothingInACorrectedDatabase) {
  const auto report = Verify({.url = CorrectedDatabase()}, ReadTestCatalog);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, IsEmpty());
  EXPECT_EQ(report->events, 6);
  EXPECT_EQ(report->retractions, 2);
  EXPECT_EQ(report->entries, 5);
}

TEST(Verify, FindsEachFaultPlantedInCorrections) {
  const auto of = [](int id) { return " WHERE event_id = '" + TestId(id) + "'"; };
  const std::string entry_of = "(SELECT entry_id FROM ledger_entry WHERE revision = ";
  const Planted kPlanted[] = {
      {"DELETE FROM event" + of(1), "retraction",
       "bureau mediation, event " + TestId(1) + ": the event is not in the log"},
      {"UPDATE retraction SET entry_id = 99" + of(5), "retraction",
       "entry 99 is not in the ledger"},
      {"UPDATE retraction SET principal_id = 77", "retraction", "principal 77 is not known"},
      {"UPDATE retraction SET reason = ''", "retraction", "its reason has 0 characters"},
      {"UPDATE retraction SET reason = 'another'", "ledger", "revision 3: the ledger says digest"},
      {"UPDATE retraction SET request_id = '" + TestId(9) + "'", "ledger",
       "revision 3: the ledger says digest"},
      {"UPDATE retraction SET replaced_by = NULL", "ledger", "revision 3: the ledger says digest"},
      {"UPDATE retraction SET replaced_by = '" + TestId(2) + "'" + of(1), "retraction",
       "event " + TestId(2) + " did not come in its place with the same entry"},
      {"UPDATE retraction SET standing = '" + TestId(3) + "'" + of(5), "retraction",
       "it says that event " + TestId(3) + " stood after it, the log says " + TestId(4)},
      {"UPDATE retraction SET standing = NULL", "retraction",
       "it says that event none stood after it, the log says " + TestId(4)},
      {"UPDATE retraction SET entry_id = " + entry_of + "1)", "retraction",
       "it was retracted at revision 1, and came with revision 2"},
      {"UPDATE retraction SET entry_id = " + entry_of + "1)", "ledger",
       "revision 1: is of kind \"catalog\", and 2 events or retractions name it"},
      {"UPDATE retraction SET standing = '" + TestId(2) + "'" + of(1), "retraction",
       "it says that event " + TestId(2) + " stood after it, but it is of a flow"},
      {"DELETE FROM retraction" + of(5), "ledger",
       "revision 3: the ledger says 3 items, there are 2"},
      {"DELETE FROM retraction" + of(5), "day_level",
       "the level says 40 by event " + TestId(4) + " of 2"},
      {"DELETE FROM retraction" + of(1), "day_total",
       "the total says 3 of 1 events, the log says 5 of 2"},
      {"UPDATE day_total SET total = 5, events = 2 WHERE category_id = 0", "day_total",
       "the total says 5 of 2 events, the log says 3 of 1"},
      {"UPDATE day_level SET level = 50, event_id = '" + TestId(5) +
           "', occurred_at = occurred_at + interval '1 second'",
       "day_level", "the level says 50 by event " + TestId(5)},
      {"UPDATE event SET measure = 1" + of(3), "event",
       "it says measure 1, its indicator is a stock"},
      {"UPDATE event SET measure = 2" + of(2), "event",
       "it says measure 2, its indicator is a flow"},
      {"UPDATE event SET measure = 257" + of(2), "event",
       "it says measure 257, its indicator is a flow"},
      {"DELETE FROM erasure", "event",
       "its subject of 0 bytes, its seal of 32 bytes and no erasure do not fit together"},
      {"DELETE FROM erasure", "ledger", "revision 4: the ledger says 1 items, there are 0"},
      {"UPDATE event SET subject = 'x'" + of(2), "event",
       "its subject of 1 bytes, its seal of 32 bytes and its erasure do not fit together"},
      {"UPDATE event SET subject_seal = sha256('x')" + of(2), "ledger",
       "revision 2: the ledger says digest"},
      {"UPDATE erasure SET reason = 'another'", "ledger", "revision 4: the ledger says digest"},
      {"UPDATE erasure SET event_id = '" + TestId(9) + "'", "erasure", "and it is not in the log"},
      {"UPDATE erasure SET entry_id = " + entry_of + "3)", "erasure",
       "which is of kind \"events\""},
      {"UPDATE ledger_entry SET chain = sha256('') WHERE revision = 4", "ledger",
       "revision 4: its chain does not follow"},
      {"UPDATE ledger_entry SET chain = sha256('') WHERE revision = 3", "ledger",
       "revision 3: its chain does not follow"},
      {"UPDATE bureau SET given_by = " + entry_of + "5) WHERE code = 'mediation'", "event",
       "the catalog of revision 1 cannot be read, so that no event was judged by it: bureaus[1]"},
      {"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'event_stock'::regclass", "index",
       "index event_stock is not valid"},
  };
  for (const Planted& planted : kPlanted) {
    SCOPED_TRACE(planted.fault);
    const std::string url = CorrectedDatabase();
    Query(url, planted.fault);
    const auto report = Verify({.url = url}, ReadTestCatalog);
    ASSERT_THAT(report, IsOk());
    EXPECT_THAT(report->findings, Finds(planted.check, planted.detail));
  }
}

// A flow and a stock's report of June 1 at revision 2, 2022 closed at revision 3, June at revision
// 4, half of 2022 reopened at revision 5, and an event there at revision 6.
class ClosedSite {
 public:
  ClosedSite() {
    Commit({{.id = 1, .quantity = 2}, {.id = 2, .indicator = "offices.open", .quantity = 23}});
    EXPECT_EQ(RecordClosing(url_, Year()), 3);
    EXPECT_EQ(
        RecordClosing(
            url_,
            MakeClosing(*catalog_, {.request = 5002, .first = "2023-06-01", .last = "2023-06-30"})),
        4);
    EXPECT_EQ(RecordClosing(url_, MakeClosing(*catalog_, {.request = 5003,
                                                          .first = "2022-07-01",
                                                          .last = "2022-12-31",
                                                          .reopens = 3})),
              5);
    Commit({{.id = 3, .quantity = 1, .occurred_at = "2022-07-01T10:00:00+08:00"}});
  }

  ClosingRequest Year() const {
    return MakeClosing(*catalog_, {.first = "2022-01-01", .last = "2022-12-31"});
  }

  // Whatever is closed.
  void Commit(const std::vector<TestEvent>& given) {
    std::vector<Event> events;
    for (const TestEvent& event : given) events.push_back(MakeEvent(*catalog_, event));
    EXPECT_THAT(store_->Commit(events, RulesOf(url_).chain), IsOk());
  }

  std::vector<Finding> Findings(int64_t since = 0) const {
    const auto report = Verify({.url = url_}, ReadTestCatalog, since);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? report->findings : std::vector<Finding>();
  }

  const std::string url_ = PostgresCluster::Get().MigratedDatabase();
  const std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  const std::unique_ptr<storage::EventStore> store_ =
      storage::MakePostgresEventStore({.postgres = {.url = url_}});
};

class VerifyClosings : public ::testing::Test, protected ClosedSite {};

TEST_F(VerifyClosings, AreSound) {
  for (int64_t since = 0; since <= 6; ++since) EXPECT_THAT(Findings(since), IsEmpty());
}

TEST_F(VerifyClosings, FindAnEventOfClosedDays) {
  Commit({{.id = 4, .occurred_at = "2022-06-30T10:00:00+08:00"}});
  for (const int64_t since : {0, 2, 3, 6}) {
    SCOPED_TRACE(since);
    EXPECT_THAT(
        Findings(since),
        ElementsAre(AllOf(Field(&Finding::check, "event"),
                          Field(&Finding::detail,
                                HasSubstr("bureau mediation, event " + TestId(4) +
                                          ": revision 7 cannot have recorded it by the catalog of "
                                          "revision 1: occurred_at: 2022-06-30 of \"mediation\" is "
                                          "closed by revision 3 (\"annual report\")")))));
  }
}

TEST_F(VerifyClosings, FindARetractionOfClosedDays) {
  const Correction corrections[] = {{.request_id = *EventId::Parse(TestId(101)),
                                     .bureau = catalog_->FindBureau("mediation")->key,
                                     .event_id = *EventId::Parse(TestId(1)),
                                     .reason = "typed wrongly"}};
  ASSERT_THAT(store_->Correct(corrections, {RulesOf(url_).chain, ClosedDays()}, /*dry_run=*/false),
              IsOk());
  for (const int64_t since : {0, 3, 6}) {
    SCOPED_TRACE(since);
    EXPECT_THAT(Findings(since),
                ElementsAre(AllOf(
                    Field(&Finding::check, "retraction"),
                    Field(&Finding::detail,
                          HasSubstr("event " + TestId(1) +
                                    ": revision 7 cannot have retracted it: "
                                    "2023-06-01 of \"mediation\" is closed by revision 4")))));
  }
}

TEST_F(VerifyClosings, FindAReopeningOfNothing) {
  const struct {
    TestClosing closing;
    const char* detail;
  } kCases[] = {
      // The catalog's entry, no entry, and a reopening.
      {{.request = 5004, .first = "2022-01-01", .last = "2022-01-31", .reopens = 1},
       "closing: 1 is not the revision of a closing"},
      {{.request = 5005, .first = "2022-01-01", .last = "2022-01-31", .reopens = 99},
       "closing: 99 is not the revision of a closing"},
      {{.request = 5006, .first = "2022-01-01", .last = "2022-01-31", .reopens = 5},
       "closing: 5 is not the revision of a closing"},
      // Days that were reopened already, never closed, or closed by another closing or bureau.
      {{.request = 5007, .first = "2022-07-01", .last = "2022-07-31", .reopens = 3},
       "closing: revision 3 closes none of these days"},
      {{.request = 5008, .first = "2021-01-01", .last = "2021-01-31", .reopens = 3},
       "closing: revision 3 closes none of these days"},
      {{.request = 5009, .first = "2023-06-01", .last = "2023-06-30", .reopens = 3},
       "closing: revision 3 closes none of these days"},
      {{.request = 5010,
        .bureau = "court",
        .first = "2022-01-01",
        .last = "2022-01-31",
        .reopens = 3},
       "closing: revision 3 closes none of these days"},
  };
  for (const auto& each : kCases) {
    const int64_t revision = RecordClosing(url_, MakeClosing(*catalog_, each.closing));
    const std::string detail = "revision " + std::to_string(revision) +
                               ": this reopening cannot have been recorded by the catalog of "
                               "revision 1: " +
                               each.detail;
    EXPECT_THAT(Findings(), Finds("closing", detail));
    EXPECT_THAT(Findings(revision - 1), Finds("closing", detail));
    EXPECT_THAT(Findings(revision), IsEmpty());
  }
}

// Recorded as they are, with digests that are theirs.
TEST_F(VerifyClosings, FindPartsThatAreNotThoseOfTheScope) {
  const BureauKey court = catalog_->FindBureau("court")->key;
  const auto closing = [&](int request, const std::function<void(ClosingRequest*)>& change) {
    ClosingRequest made =
        MakeClosing(*catalog_, {.request = request, .first = "2020-01-01", .last = "2020-12-31"});
    change(&made);
    return made;
  };
  const struct {
    ClosingRequest request;
    const char* detail;
  } kCases[] = {
      {closing(5004, [&](ClosingRequest* made) { made->scope = "all"; }),
       "parts: \"mediation\" from 2020-01-01 to 2020-12-31; expected \"court\" from 2020-01-01 to "
       "2020-12-31 by the scope"},
      {closing(5005, [&](ClosingRequest* made) { made->scope = "region 230108"; }),
       "parts: \"mediation\" from 2020-01-01 to 2020-12-31; expected \"court\""},
      {closing(5006, [&](ClosingRequest* made) { made->parts[0].days.last -= 1; }),
       "parts: \"mediation\" from 2020-01-01 to 2020-12-30; expected \"mediation\" from 2020-01-01 "
       "to 2020-12-31"},
      {closing(5007,
               [&](ClosingRequest* made) {
                 made->parts.insert(made->parts.begin(), {court, made->days});
               }),
       "parts: \"court\" from 2020-01-01 to 2020-12-31; expected \"mediation\""},
      {closing(5008, [&](ClosingRequest* made) { made->parts.clear(); }),
       "parts: no more; expected \"mediation\""},
      {closing(5009, [&](ClosingRequest* made) { made->scope = "bureaus nobody"; }),
       "\"nobody\" is not"},
      {closing(5010, [&](ClosingRequest* made) { made->scope = "some"; }), "scope: missing"},
      {closing(5011, [&](ClosingRequest* made) { made->reason = ""; }), "reason: missing"},
  };
  for (const auto& each : kCases) {
    SCOPED_TRACE(each.detail);
    const int64_t revision = RecordClosing(url_, each.request);
    EXPECT_THAT(Findings(revision - 1), Finds("closing", each.detail));
    EXPECT_THAT(Findings(), Finds("closing", each.detail));
  }
}

TEST_F(VerifyClosings, FindEachPlantedFault) {
  const std::string entry_of = "(SELECT entry_id FROM ledger_entry WHERE revision = ";
  const std::string of_year = " WHERE entry_id = " + entry_of + "3)";
  const std::string of_reopening = " WHERE reopens IS NOT NULL";
  const Planted kPlanted[] = {
      {"UPDATE closing SET reason = 'another'" + of_year, "ledger",
       "revision 3: the ledger says digest"},
      {"UPDATE closing SET first_day = '2022-02-01'" + of_year, "ledger",
       "revision 3: the ledger says digest"},
      {"UPDATE closing SET first_day = '2022-02-01'" + of_year, "closing",
       "revision 3: this closing cannot have been recorded by the catalog of revision 1: parts: "
       "\"mediation\" from 2022-01-01 to 2022-12-31; expected \"mediation\" from 2022-02-01"},
      {"UPDATE closing SET scope = 'bureaus court'" + of_year, "closing",
       "revision 3: this closing cannot have been recorded"},
      {"UPDATE closing SET request_id = '" + TestId(9) + "'" + of_year, "ledger",
       "revision 3: the ledger says digest"},
      {"UPDATE closing SET principal_id = 77" + of_year, "closing",
       "revision 3: principal 77 is not known"},
      {"UPDATE closing_part SET last_day = '2022-12-30'" + of_year, "ledger",
       "revision 3: the ledger says digest"},
      {"UPDATE closing_part SET last_day = '2022-12-30'" + of_year, "closing",
       "revision 3: this closing cannot have been recorded"},
      {"DELETE FROM closing_part" + of_year, "ledger",
       "revision 3: the ledger says 2 items, there are 1"},
      {"INSERT INTO closing_part SELECT entry_id, 1, first_day, last_day FROM closing_part" +
           of_year,
       "ledger", "revision 3: the ledger says 2 items, there are 3"},
      {"UPDATE closing SET entry_id = 99" + of_year, "closing",
       "entry 99: its closing or reopening has no entry in the ledger"},
      {"UPDATE closing SET entry_id = 99" + of_year, "closing",
       "revision 3: its closing or reopening is missing"},
      {"UPDATE closing SET entry_id = 99" + of_year, "closing",
       "it has closed days, and no closing or reopening"},
      {"DELETE FROM closing" + of_year, "closing",
       "revision 3: its closing or reopening is missing"},
      {"DELETE FROM closing" + of_year, "ledger",
       "revision 3: the ledger says 2 items, there are 0"},
      {"UPDATE closing_part SET entry_id = 99" + of_year, "closing",
       "entry 99: it has closed days, and no closing or reopening"},
      {"INSERT INTO closing SELECT 98, principal_id, '" + TestId(9) +
           "', NULL, first_day, last_day, scope, reason FROM closing" + of_year,
       "closing", "entry 98: its closing or reopening has no entry in the ledger"},
      {"UPDATE closing SET entry_id = " + entry_of + "2)" + of_year, "closing",
       "revision 2: it has a closing, and is of kind \"events\""},
      {"UPDATE closing SET reopens = NULL" + of_reopening, "closing",
       "revision 5: it has a closing, and is of kind \"reopening\""},
      {"UPDATE closing SET reopens = 2" + of_reopening, "closing",
       "revision 5: it reopens revision 2, which is no closing before it"},
      {"UPDATE closing SET reopens = 6" + of_reopening, "closing",
       "revision 5: it reopens revision 6, which is no closing before it"},
      {"UPDATE closing SET reopens = 2" + of_reopening, "closing",
       "revision 5: this reopening cannot have been recorded by the catalog of revision 1: "
       "closing: 2 is not the revision of a closing"},
      {"UPDATE closing SET reopens = 4" + of_reopening, "closing",
       "closing: revision 4 closes none of these days"},
      // Without its reopening, the event of the reopened days lies in closed ones.
      {"UPDATE closing SET reopens = 4" + of_reopening, "event",
       "event " + TestId(3) +
           ": revision 6 cannot have recorded it by the catalog of revision 1: "
           "occurred_at: 2022-07-01 of \"mediation\" is closed by revision 3"},
      {"UPDATE ledger_entry SET changes_rules = false WHERE revision = 3", "ledger",
       "revision 3: does not state what an entry of kind \"closing\" can change"},
      {"UPDATE ledger_entry SET changes_figures = true WHERE revision = 5", "ledger",
       "revision 5: does not state what an entry of kind \"reopening\" can change"},
      {"UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'closing_part_pkey'::regclass",
       "index", "index closing_part_pkey is not valid"},
  };
  for (const Planted& planted : kPlanted) {
    SCOPED_TRACE(planted.fault);
    const ClosedSite site;
    Query(site.url_, planted.fault);
    EXPECT_THAT(site.Findings(), Finds(planted.check, planted.detail));
  }
}

// The chain value of a revision.
Digest ChainAt(const std::string& url, int64_t revision) {
  const std::string hex =
      Query(url, "SELECT encode(chain, 'hex') FROM ledger_entry WHERE revision = " +
                     std::to_string(revision))[0][0]
          .as<std::string>();
  const std::string bytes = absl::HexStringToBytes(hex);
  Digest digest;
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

TEST(VerifySince, FindsNothingInASoundDatabase) {
  const std::string url = CorrectedDatabase();
  struct {
    int64_t since, events, retractions, entries;
  } const kCases[] = {{1, 6, 2, 4}, {2, 1, 2, 3}, {3, 0, 0, 2}, {4, 0, 0, 1}, {5, 0, 0, 0}};
  for (const auto& each : kCases) {
    SCOPED_TRACE(each.since);
    const auto report = Verify({.url = url}, ReadTestCatalog, each.since);
    ASSERT_THAT(report, IsOk());
    EXPECT_THAT(report->findings, IsEmpty());
    EXPECT_EQ(report->revision, 5);
    EXPECT_EQ(report->events, each.events);
    EXPECT_EQ(report->retractions, each.retractions);
    EXPECT_EQ(report->entries, each.entries);
    EXPECT_EQ(report->after, ChainAt(url, each.since));
  }
}

TEST(VerifySince, RefusesARevisionThatTheLedgerDoesNotHave) {
  EXPECT_THAT(Verify({.url = SoundDatabase()}, ReadTestCatalog, 6),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no revision 6")));
}

TEST(VerifySince, FindsWhatIsWrongWithLaterEntries) {
  const auto of = [](int id) { return " WHERE event_id = '" + TestId(id) + "'"; };
  // Of CorrectedDatabase, after revision 2.
  const Planted kPlanted[] = {
      {"UPDATE event SET quantity = 5" + of(6), "ledger", "revision 3: the ledger says digest"},
      {"UPDATE event SET quantity = 5" + of(6), "day_total",
       "the total says 4 of 1 events, the log says 5 of 1"},
      {"UPDATE event SET quantity = -5" + of(6), "event", "quantity -5 is out of range"},
      {"UPDATE event SET occurred_on = '2023-06-02'" + of(6), "event",
       "cannot have recorded it by the catalog of revision 1"},
      {"UPDATE ledger_entry SET chain = sha256('') WHERE revision = 3", "ledger",
       "revision 4: its chain does not follow"},
      // Its chain value is taken as it is, and does not lead to the next.
      {"UPDATE ledger_entry SET chain = sha256('') WHERE revision = 2", "ledger",
       "revision 3: its chain does not follow"},
      {"UPDATE ledger_entry SET committed_at = committed_at + interval '1 day' WHERE revision = 2",
       "ledger", "revision 3: was committed before the one before it"},
      {"DELETE FROM ledger_entry WHERE revision = 3", "ledger", "revision 4: follows revision 2"},
      {"UPDATE ledger_head SET rules_chain = sha256('')", "ledger",
       "the head says that the rules are of chain e3b0"},
      {"DELETE FROM retraction" + of(1), "ledger",
       "revision 3: the ledger says 3 items, there are 2"},
      {"DELETE FROM event" + of(1), "retraction", "the event is not in the log"},
      {"UPDATE retraction SET replaced_by = '" + TestId(2) + "'" + of(1), "retraction",
       "did not come in its place with the same entry"},
      {"UPDATE retraction SET standing = NULL", "retraction",
       "it says that event none stood after it, the log says " + TestId(4)},
      {"UPDATE event SET subject_seal = sha256('')" + of(6), "event", "do not fit together"},
      {"UPDATE erasure SET reason = 'another'", "ledger", "revision 4: the ledger says digest"},
      {"UPDATE erasure SET event_id = '" + TestId(9) + "'", "erasure", "and it is not in the log"},
      {"DELETE FROM catalog", "event", "cannot be read"},
      // Totals of days that the entries touched, whatever the earlier events of these days.
      {"UPDATE day_total SET total = 4 WHERE category_id = 0", "day_total",
       "the total says 4 of 1 events, the log says 3 of 1"},
      {"UPDATE day_total SET events = 0 WHERE category_id <> 0", "day_total",
       "the total says 4 of 0 events, the log says 4 of 1"},
      {"DELETE FROM day_total", "day_total",
       "the total says nothing of 0 events, the log says 3 of 1"},
      {"INSERT INTO day_total VALUES (1, 1, 0, '2023-06-01', 5, 1)", "day_total",
       "the total says 5 of 1 events, the log says nothing of 0"},
      {"UPDATE day_level SET level = 50", "day_level", "the level says 50"},
      {"DELETE FROM day_level", "day_level", "the level says nothing"},
      {"SELECT setval('entry_id', 1)", "sequence", "is in use already"},
  };
  for (const Planted& planted : kPlanted) {
    SCOPED_TRACE(planted.fault);
    const std::string url = CorrectedDatabase();
    Query(url, planted.fault);
    const auto report = Verify({.url = url}, ReadTestCatalog, 2);
    ASSERT_THAT(report, IsOk());
    EXPECT_THAT(report->findings, Finds(planted.check, planted.detail));
  }
}

// What only a verification of all finds.
TEST(VerifySince, LeavesOutWhatLaterEntriesDidNotTouch) {
  const std::string kFaults[] = {
      "INSERT INTO day_total VALUES (1, 1, 0, '2023-01-01', 5, 1)",
      "UPDATE ledger_entry SET digest = sha256('') WHERE revision = 1",
      "UPDATE event SET subject_seal = sha256('') WHERE event_id = '" + TestId(2) + "'",
      "UPDATE event SET entry_id = -1 WHERE event_id = '" + TestId(3) + "'",
  };
  for (const std::string& fault : kFaults) {
    SCOPED_TRACE(fault);
    const std::string url = CorrectedDatabase();
    Query(url, fault);
    const auto later = Verify({.url = url}, ReadTestCatalog, 4);
    ASSERT_THAT(later, IsOk());
    EXPECT_THAT(later->findings, IsEmpty());
    const auto all = Verify({.url = url}, ReadTestCatalog);
    ASSERT_THAT(all, IsOk());
    EXPECT_THAT(all->findings, Not(IsEmpty()));
  }
}

TEST(Verify, FindsASettingThatLosesWhatWasAcknowledged) {
  const std::string url = SoundDatabase();
  const std::string name = Query(url, "SELECT current_database()")[0][0].as<std::string>();
  Query(url, "ALTER DATABASE " + name + " SET synchronous_commit = off");
  const auto report = Verify({.url = url}, ReadTestCatalog);
  ASSERT_THAT(report, IsOk());
  EXPECT_THAT(report->findings, Finds("settings", "synchronous_commit is off"));
}

TEST(Verify, FindsSettingsThatHideWhatTheDiskLost) {
  const std::string url = SoundDatabase();
  const std::string name = Query(url, "SELECT current_database()")[0][0].as<std::string>();
  for (const std::string setting : {"ignore_checksum_failure", "zero_damaged_pages"}) {
    Query(url, "ALTER DATABASE " + name + " SET " + setting + " = on");
    const auto report = Verify({.url = url}, ReadTestCatalog);
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
    const auto report = Verify({.url = url}, ReadTestCatalog);
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
  const auto report = Verify({.url = url}, ReadTestCatalog);
  ASSERT_THAT(report, IsOk());
  ASSERT_EQ(report->findings.size(), 101u);
  EXPECT_THAT(report->findings.back().detail, HasSubstr("250 findings in all"));
}

TEST(Verify, RefusesAnotherSchema) {
  EXPECT_THAT(Verify({.url = PostgresCluster::Get().EmptyDatabase()}, ReadTestCatalog),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(Verify, IsUnavailableWithoutAServer) {
  EXPECT_THAT(Verify({.url = "host=/nonexistent"}, ReadTestCatalog),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace jurimeter::test
