#include "storage/postgres/postgres_ledger_reader.h"

#include <gmock/gmock.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "tests/support/correct_in_turns.h"
#include "tests/support/eventually.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"
#include "tests/support/year_totals.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;

using storage::LedgerPosition;
using storage::LedgerState;

void ExpectEqual(const LedgerState& totals, const LedgerState& expected) {
  EXPECT_EQ(totals.catalog.identity, expected.catalog.identity);
  EXPECT_EQ(totals.totals.revision(), expected.totals.revision());
  EXPECT_EQ(totals.position.revision, expected.position.revision);
  EXPECT_EQ(totals.position.chain, expected.position.chain);
  EXPECT_EQ(totals.position.committed_at, expected.position.committed_at);
  EXPECT_EQ(totals.entries, expected.entries);
  EXPECT_TRUE(SheetsOf(totals.totals) == SheetsOf(expected.totals));
}

class PostgresLedgerReaderTest : public ::testing::Test {
 protected:
  void Commit(const std::vector<TestEvent>& given) {
    std::vector<Event> events;
    for (const TestEvent& event : given) events.push_back(MakeEvent(*catalog_, event));
    ASSERT_THAT(store_->Commit(events, content_), IsOk());
  }

  // Brings `totals` up to the ledger's head, and expects that this takes `looks`.
  void CatchUp(LedgerState& totals, int looks = 1) {
    for (int look = 1; look <= looks; ++look) {
      const auto read = reader_->ReadAfter(totals.position);
      ASSERT_THAT(read, IsOk());
      totals.position = read->position;
      totals.totals.Apply(read->change, read->position.revision);
      if (read->catalog.has_value()) totals.catalog = *read->catalog;
      totals.entries.Add(read->entries);
      totals.closed.Apply(read->closings);
      EXPECT_EQ(read->position.revision == read->head_revision, look == looks) << "look " << look;
    }
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  Digest content_ = CatalogChainOf(url_);
  std::unique_ptr<storage::EventStore> store_ =
      storage::MakePostgresEventStore({.postgres = {.url = url_}});
  std::unique_ptr<storage::LedgerReader> reader_ = storage::MakePostgresLedgerReader({.url = url_});
};

TEST_F(PostgresLedgerReaderTest, ReadsAnEmptyLedger) {
  const auto read = reader_->ReadAfter({});
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->head_revision, 1) << "of the catalog";
  EXPECT_EQ(read->position.revision, 1);
  const auto totals = reader_->Load();
  ASSERT_THAT(totals, IsOk());
  EXPECT_EQ(totals->position.revision, 1);
  EXPECT_TRUE(totals->totals.indicators().empty());
}

TEST_F(PostgresLedgerReaderTest, CatchingUpStepByStepEqualsLoading) {
  static const char* const kTimes[] = {"2022-05-01T00:00:00Z", "2023-05-01T00:00:00Z",
                                       "2023-05-02T00:00:00Z", "2023-05-02T01:00:00Z"};
  std::mt19937 random(20231231);
  const auto up_to = [&random](int limit) {
    return std::uniform_int_distribution(0, limit)(random);
  };
  LedgerState each_step, every_third;
  int id = 0;
  for (int step = 1; step <= 20; ++step) {
    std::vector<TestEvent> events;
    for (int i = up_to(10); i >= 0; --i) {
      // Every fifth id comes again.
      const int this_id = up_to(4) == 0 ? up_to(id) + 1 : ++id + 1;
      std::mt19937 content(this_id);
      events.push_back({.id = this_id,
                        .bureau = content() % 2 == 0 ? "court" : "police",
                        .indicator = content() % 2 == 0 ? "offices.open" : "disputes.resolved",
                        .quantity = static_cast<int64_t>(content() % 9),
                        .occurred_at = kTimes[content() % 4]});
    }
    Commit(events);
    CatchUp(each_step);
    if (step % 3 == 0) CatchUp(every_third);
    const auto loaded = reader_->Load();
    ASSERT_THAT(loaded, IsOk());
    ExpectEqual(each_step, *loaded);
  }
  CatchUp(every_third);
  ExpectEqual(every_third, each_step);
}

// Events before, between and after catalogs: each look has the catalog that it ends with.
TEST_F(PostgresLedgerReaderTest, ReadsCatalogsInTheOrderOfTheEntries) {
  const auto catalogs = storage::MakePostgresCatalogStore({.url = url_});
  const auto apply = [&](const std::string& code) {
    CatalogSpec spec = TestCatalogSpec();
    spec.bureaus.push_back(spec.bureaus[0]);
    spec.bureaus.back().code = code;
    ASSERT_THAT(catalogs->Apply(spec, code), IsOk());
    content_ = CatalogChainOf(url_);
  };
  Commit({{.id = 1}});
  LedgerState followed = reader_->Load().value();
  EXPECT_EQ(followed.catalog.identity.revision, 1);
  EXPECT_EQ(followed.catalog.text, kTestCatalogText);
  const LedgerPosition before = followed.position;

  apply("new");
  Commit({{.id = 2}});
  CatchUp(followed);
  EXPECT_EQ(followed.position.revision, 4);
  EXPECT_EQ(followed.catalog.identity.revision, 3);
  EXPECT_EQ(followed.catalog.text, "new");
  EXPECT_TRUE(followed.catalog.keys.bureaus.contains("new"));
  ExpectEqual(followed, reader_->Load().value());

  Commit({{.id = 3}});
  EXPECT_FALSE(reader_->ReadAfter(followed.position)->catalog.has_value()) << "it is the same";
  apply("newer");
  EXPECT_EQ(reader_->ReadAfter(before)->catalog->text, "newer") << "the last of two";
  EXPECT_EQ(reader_->LastBefore(6)->text, "new");
}

// Closings come with the entries that were read, and not before.
TEST_F(PostgresLedgerReaderTest, FollowsClosings) {
  const BureauKey bureau = catalog_->FindBureau("mediation")->key;
  const auto closed = [&](const LedgerState& state) {
    return state.closed.Within(bureau, {0, 30'000});
  };
  const ClosingRequest june = MakeClosing(*catalog_, {.request = 1, .last = "2023-06-30"});
  Commit({{.id = 1}});
  LedgerState each_step = reader_->Load().value();
  const LedgerState before = each_step;
  EXPECT_EQ(closed(each_step), DayIntervals{});

  const int64_t closing = RecordClosing(url_, june);
  content_ = RulesOf(url_).chain;
  CatchUp(each_step);
  EXPECT_EQ(closed(each_step), DayIntervals{june.days});
  EXPECT_EQ(closed(reader_->Load().value()), DayIntervals{june.days});
  EXPECT_EQ(each_step.entries.Of("closing"), 1);

  Commit({{.id = 2}});
  EXPECT_TRUE(reader_->ReadAfter(each_step.position)->closings.empty());
  const ClosingRequest reopening = MakeClosing(
      *catalog_, {.request = 2, .last = "2023-06-29", .reopens = closing, .reason = "late"});
  const int64_t reopened = RecordClosing(url_, reopening);
  const auto all = reader_->ReadAfter(before.position);
  ASSERT_THAT(all, IsOk());
  EXPECT_THAT(all->closings,
              ::testing::ElementsAre(AsRecorded(june, closing), AsRecorded(reopening, reopened)));
  CatchUp(each_step);
  const DayIntervals last_day = {{june.days.last, june.days.last}};
  EXPECT_EQ(closed(each_step), last_day);
  EXPECT_EQ(closed(reader_->Load().value()), last_day);
  ExpectEqual(each_step, reader_->Load().value());
}

// Days would be open by mistake.
TEST_F(PostgresLedgerReaderTest, DoesNotAdvancePastAClosingThatItDoesNotSee) {
  const LedgerPosition before = reader_->Load()->position;
  RecordClosing(url_, MakeClosing(*catalog_, {}));
  Query(url_, "DELETE FROM closing_part");
  const auto torn = StatusIs(absl::StatusCode::kInternal, HasSubstr("of which 1 are there"));
  EXPECT_THAT(reader_->ReadAfter(before), torn);
  EXPECT_THAT(reader_->Load(), torn);
}

TEST_F(PostgresLedgerReaderTest, LoadsNothingWithoutACatalog) {
  const std::string url = PostgresCluster::Get().MigratedDatabase();
  EXPECT_THAT(
      storage::MakePostgresLedgerReader({.url = url})->Load(),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("jurimeter catalog apply")));
}

// Retractions and corrections among the events, of flows and stocks, followed in steps of different
// length: each equals what loading gives.
TEST_F(PostgresLedgerReaderTest, FollowsCorrectionsHoweverManyEntriesItReadsAtOnce) {
  std::mt19937 random(20231231);
  const auto up_to = [&random](int limit) {
    return std::uniform_int_distribution(0, limit)(random);
  };
  const auto report = [&](int id) -> TestEvent {
    return {.id = id,
            .indicator = up_to(1) == 0 ? "offices.open" : "disputes.resolved",
            .quantity = up_to(9),
            .occurred_at = "2023-05-0" + std::to_string(1 + up_to(2)) + "T02:00:0" +
                           std::to_string(up_to(5)) + "Z"};
  };
  LedgerState each_step = reader_->Load().value(), every_third = each_step;
  int id = 0;
  for (int step = 1; step <= 40; ++step) {
    std::vector<TestEvent> events;
    for (int i = up_to(6); i >= 0; --i) events.push_back(report(++id));
    Commit(events);
    std::vector<Correction> corrections;
    for (int i = up_to(3); i > 0; --i) {
      Correction correction = {.request_id = *EventId::Parse(TestId(100'000 + up_to(99'999))),
                               .bureau = catalog_->FindBureau("mediation")->key,
                               .event_id = *EventId::Parse(TestId(1 + up_to(id - 1))),
                               .reason = "wrong"};
      if (up_to(1) == 0) correction.replacement = MakeEvent(*catalog_, report(++id));
      corrections.push_back(correction);
    }
    ASSERT_THAT(CorrectInTurns(*store_, corrections, {content_, {}}), IsOk());
    CatchUp(each_step);
    if (step % 3 == 0) CatchUp(every_third);
    const auto loaded = reader_->Load();
    ASSERT_THAT(loaded, IsOk());
    ExpectEqual(each_step, *loaded);
  }
  CatchUp(every_third);
  ExpectEqual(every_third, each_step);
  EXPECT_GT(Query(url_, "SELECT count(*) FROM retraction")[0][0].as<int>(), 20);
}

TEST_F(PostgresLedgerReaderTest, SaysThatNothingIsNew) {
  Commit({{.id = 1}});
  Commit({{.id = 2, .indicator = "offices.open"}});
  const auto read = reader_->ReadAfter(reader_->Load()->position);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->head_revision, 3);
  EXPECT_EQ(read->position.revision, 3);
  EXPECT_TRUE(read->change.flows.empty());
  EXPECT_TRUE(read->change.levels.empty());
}

TEST_F(PostgresLedgerReaderTest, ACommitOfDuplicatesMovesTheRevisionOnly) {
  Commit({{.id = 1}});
  LedgerState totals = reader_->Load().value();
  Commit({{.id = 1}});
  CatchUp(totals);
  EXPECT_EQ(totals.position.revision, 3);
  EXPECT_EQ(YearsOf(totals.totals)[2023].flows.begin()->second, (FlowTotal{1, 1}));
}

TEST_F(PostgresLedgerReaderTest, RefusesALedgerThatEndsBefore) {
  Commit({{.id = 1}});
  EXPECT_THAT(reader_->ReadAfter({.revision = 3}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("ends at revision 2, before revision 3")));
}

TEST_F(PostgresLedgerReaderTest, FollowsPastAnUnknownKindThatChangesNothing) {
  Commit({{.id = 1}});
  LedgerState totals = reader_->Load().value();
  AppendEntry(url_, "'note', false, false");
  Commit({{.id = 2}});
  CatchUp(totals);
  EXPECT_EQ(totals.position.revision, 4);
  EXPECT_EQ(YearsOf(totals.totals)[2023].flows.begin()->second, (FlowTotal{2, 2}));
  EXPECT_EQ(totals.entries.Of("unknown"), 1);
  EXPECT_EQ(totals.entries.Of("events"), 2);
  EXPECT_EQ(totals.entries.Of("catalog"), 1);
  ExpectEqual(totals, reader_->Load().value());
}

TEST_F(PostgresLedgerReaderTest, StopsBeforeAnUnknownKindThatCanChangeFiguresOrRules) {
  for (const std::string kind : {"'a', true, false", "'b', false, true", "'c', true, true"}) {
    SCOPED_TRACE(kind);
    const std::string url = PostgresCluster::Get().MigratedDatabase();
    const auto reader = storage::MakePostgresLedgerReader({.url = url});
    ApplyTestCatalog(url);
    const LedgerPosition before = reader->Load()->position;
    AppendEntry(url, "'note', false, false");
    AppendEntry(url, kind);
    AppendEntry(url, "'note', false, false");
    const auto read = reader->ReadAfter(before);
    ASSERT_THAT(read, IsOk());
    EXPECT_EQ(read->position.revision, 2) << "the last one before it";
    EXPECT_EQ(read->head_revision, 4);
    const auto stopped = StatusIs(absl::StatusCode::kUnimplemented,
                                  HasSubstr("revision 3 of the ledger is of kind"));
    EXPECT_THAT(reader->ReadAfter(read->position), stopped);
    EXPECT_THAT(reader->Load(), stopped);
  }
}

// The head may be at the same revision, or beyond: only the chain tells that another ledger has
// come in the place of the one that was read, as after a failover that lost commits, or a restore.
TEST_F(PostgresLedgerReaderTest, RefusesAnotherHistory) {
  Commit({{.id = 1}});
  const LedgerPosition common = reader_->Load()->position;
  Commit({{.id = 2, .quantity = 1'000}});
  const LedgerPosition lost = reader_->Load()->position;
  // The second commit is lost, and others come.
  Query(url_, R"(DELETE FROM event WHERE quantity = 1000;
                 DELETE FROM ledger_entry WHERE revision = 3;
                 UPDATE day_total SET total = 1, events = 1;
                 UPDATE ledger_head SET revision = 2,
                   chain = (SELECT chain FROM ledger_entry WHERE revision = 2))");
  for (int id = 3; id <= 4; ++id) {
    Commit({{.id = id}});
    EXPECT_THAT(reader_->ReadAfter(lost),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("another revision 3")));
  }
  const auto read = reader_->ReadAfter(common);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->position.revision, 4);
  EXPECT_EQ(read->change.flows.size(), 2u);
}

// A database that is spread over several may show a commit's row before its events.
TEST_F(PostgresLedgerReaderTest, DoesNotAdvancePastEventsThatItDoesNotSee) {
  Commit({{.id = 1}});
  const LedgerPosition before = reader_->Load()->position;
  Commit({{.id = 2}, {.id = 3}, {.id = 4, .indicator = "offices.open"}});
  for (const char* torn : {"quantity = 1 AND event_id::text LIKE '%2'", "true"}) {
    SCOPED_TRACE(torn);
    Query(url_, absl::StrCat("CREATE TABLE unseen AS SELECT * FROM event WHERE entry_id = ",
                             "(SELECT max(entry_id) FROM ledger_entry) AND ", torn));
    Query(url_, "DELETE FROM event WHERE event_id IN (SELECT event_id FROM unseen)");
    EXPECT_THAT(reader_->ReadAfter(before),
                StatusIs(absl::StatusCode::kInternal, HasSubstr("the ledger states 3 items")));
    Query(url_, "INSERT INTO event SELECT * FROM unseen");
    Query(url_, "DROP TABLE unseen");
    EXPECT_THAT(reader_->ReadAfter(before), IsOk());
  }
}

TEST_F(PostgresLedgerReaderTest, StopsAtAnotherSchema) {
  Commit({{.id = 1}});
  const LedgerPosition before = reader_->Load()->position;
  Query(url_, "INSERT INTO schema_migration VALUES (999, '0999_later', '')");
  EXPECT_THAT(reader_->ReadAfter(before),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("migrations")));
  EXPECT_THAT(reader_->Load(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

// Whole commits, until they have two full ones' events: here 30,000, 29,999 and 3 of them.
// Whoever goes on with such a ledger serves totals of no revision, or counts commits twice.
TEST_F(PostgresLedgerReaderTest, RefusesADamagedLedger) {
  Commit({{.id = 1}});
  const LedgerPosition first = reader_->Load()->position;
  for (int id = 2; id <= 3; ++id) Commit({{.id = id}});
  const std::pair<const char*, const char*> kCases[] = {
      {"UPDATE ledger_head SET revision = 3", "end at 4"},
      {"UPDATE ledger_head SET revision = 5; DELETE FROM ledger_entry WHERE revision > 2",
       "end at 2"},
      {"DELETE FROM ledger_head", "has no head"}};
  for (const auto& [damage, fault] : kCases) {
    SCOPED_TRACE(damage);
    Query(url_, damage);
    EXPECT_THAT(reader_->ReadAfter(first), StatusIs(absl::StatusCode::kInternal, HasSubstr(fault)));
  }
  EXPECT_THAT(reader_->Load(), StatusIs(absl::StatusCode::kInternal, HasSubstr("has no head")));
}

TEST_F(PostgresLedgerReaderTest, TakesColumnsOfTheSiteForNoneOfIts) {
  Query(url_, "ALTER TABLE event ADD COLUMN is_stock text");
  Commit({{.id = 1}});
  LedgerState totals;
  CatchUp(totals);
  EXPECT_EQ(totals.position.revision, 2);
}

TEST_F(PostgresLedgerReaderTest, ReadsALongLedgerInParts) {
  int id = 0;
  for (const int size : {30'000, 29'999, 1, 2, 1}) {
    std::vector<TestEvent> events;
    for (int i = 0; i < size; ++i) events.push_back({.id = ++id});
    Commit(events);
  }
  const auto read = reader_->ReadAfter({});
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->head_revision, 6);
  EXPECT_EQ(read->position.revision, 4);
  EXPECT_EQ(read->change.flows.size(), 60'000u);
  LedgerState totals;
  CatchUp(totals, 2);
  ExpectEqual(totals, reader_->Load().value());
}

// The plan of a look is kept while the tables grow, and made when they are empty or, as here, so
// small that PostgreSQL would rather read them as a whole.
TEST_F(PostgresLedgerReaderTest, ReadsTheLogByItsIndex) {
  Commit({{.id = 1}});
  Query(url_, "ANALYZE");
  ASSERT_THAT(reader_->ReadAfter({}), IsOk());
  reader_.reset();  // a session counts for the statistics when it ends
  const auto scans = [this](const std::string& kind) {
    return Query(url_, "SELECT " + kind + " FROM pg_stat_user_tables WHERE relname = 'event'")[0][0]
        .as<int64_t>();
  };
  EXPECT_TRUE(Eventually([&] { return scans("idx_scan") > 0; }));
  EXPECT_EQ(scans("idx_scan"), 2) << "for the entries of the catalog and of the event";
  EXPECT_EQ(scans("seq_scan"), 0);
}

TEST_F(PostgresLedgerReaderTest, ADayOfNilReportsIsThere) {
  LedgerState totals;
  Commit({{.id = 1, .quantity = 0}});
  CatchUp(totals);
  EXPECT_EQ(YearsOf(totals.totals)[2023].flows.begin()->second, (FlowTotal{0, 1}));
  ExpectEqual(totals, reader_->Load().value());
}

TEST_F(PostgresLedgerReaderTest, SumsBeyond64Bits) {
  Commit({{.id = 1}, {.id = 2, .occurred_at = "2023-07-01T00:00:00Z"}});
  Query(url_, "UPDATE day_total SET total = 9223372036854775807");
  const auto totals = reader_->Load();
  ASSERT_THAT(totals, IsOk());
  EXPECT_EQ(YearsOf(totals->totals)[2023].flows.begin()->second.total,
            absl::int128(9223372036854775807) * 2);
}

TEST_F(PostgresLedgerReaderTest, LevelsKeepTheirTimeAndId) {
  const std::vector<TestEvent> events = {
      {.id = 7, .indicator = "offices.open", .quantity = 3, .occurred_at = "1955-06-01T02:00:00Z"},
      {.id = 8, .indicator = "offices.open", .quantity = 4, .occurred_at = "2055-06-01T02:00:00Z"}};
  Commit(events);
  LedgerState totals;
  CatchUp(totals);
  ExpectEqual(totals, reader_->Load().value());
  auto years = YearsOf(totals.totals);
  for (const TestEvent& event : events) {
    const int year = event.id == 7 ? 1955 : 2055;
    EXPECT_EQ(years[year].levels.begin()->second,
              (Level{event.quantity, At(event.occurred_at), *EventId::Parse(TestId(event.id))}));
  }
}

TEST_F(PostgresLedgerReaderTest, NeverWrites) {
  Commit({{.id = 1}, {.id = 2, .indicator = "offices.open"}});
  const std::string name = Query(url_, "SELECT current_database()")[0][0].as<std::string>();
  Query(url_, "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
  reader_ = storage::MakePostgresLedgerReader({.url = url_});
  LedgerState totals;
  CatchUp(totals);
  ExpectEqual(totals, reader_->Load().value());
}

TEST_F(PostgresLedgerReaderTest, ReconnectsAfterItsBackendWasKilled) {
  Commit({{.id = 1}});
  const auto end_sessions = [this] {
    Query(url_,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  };
  ASSERT_THAT(reader_->ReadAfter({}), IsOk());
  end_sessions();
  EXPECT_THAT(reader_->ReadAfter({}), IsOk());
  end_sessions();
  EXPECT_THAT(reader_->Load(), IsOk());
  EXPECT_THAT(reader_->ReadAfter({}), IsOk());
}

TEST(PostgresLedgerReader, IsUnavailableWithoutAServer) {
  const auto reader = storage::MakePostgresLedgerReader({.url = "host=/nonexistent"});
  EXPECT_THAT(reader->Load(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(reader->ReadAfter({}), StatusIs(absl::StatusCode::kUnavailable));
}

// Nothing that is stored says what is missing here, so that it must not pass for an empty ledger.
TEST(PostgresLedgerReader, RefusesADatabaseWithoutTheSchema) {
  const auto reader =
      storage::MakePostgresLedgerReader({.url = PostgresCluster::Get().EmptyDatabase()});
  EXPECT_THAT(reader->Load(), StatusIs(absl::StatusCode::kInternal, HasSubstr("does not exist")));
  EXPECT_THAT(reader->ReadAfter({}),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("does not exist")));
}

}  // namespace
}  // namespace jurimeter::test
