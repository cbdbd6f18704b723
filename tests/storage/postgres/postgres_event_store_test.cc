// What the contract suite cannot reach: faults of the database and of the way to it, and many
// stores at once.
#include "storage/postgres/postgres_event_store.h"

#include <gmock/gmock.h>

#include <atomic>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/verify.h"
#include "tests/storage/postgres/commit_proxy.h"
#include "tests/support/eventually.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/roles.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using storage::CommitResult;
using storage::EventStore;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kCountOthers[] =
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND application_name = 'jurimeter'";

constexpr char kDeadlocks[] =
    "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";

constexpr char kKillOthers[] =
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND application_name = 'jurimeter'";

std::vector<Outcome> Outcomes(const CommitResult& result) {
  std::vector<Outcome> outcomes;
  for (const auto& outcome : result.outcomes) outcomes.push_back(outcome.outcome);
  return outcomes;
}

class PostgresEventStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<EventStore> NewStore(const std::string& url, int max_attempts = 5) const {
    return storage::MakePostgresEventStore(
        {.postgres = {.url = url}, .max_attempts = max_attempts, .first_pause_ms = 1});
  }

  std::vector<Event> Make(const std::vector<TestEvent>& given) const {
    std::vector<Event> events;
    for (const TestEvent& event : given) events.push_back(MakeEvent(*catalog_, event));
    return events;
  }

  void ExpectSound() const {
    const auto report = storage::Verify({.url = url_}, ReadTestCatalog);
    ASSERT_THAT(report, IsOk());
    for (const auto& finding : report->findings) {
      ADD_FAILURE() << finding.check << ": " << finding.detail;
    }
  }

  int64_t CountEvents() const {
    return Query(url_, "SELECT count(*) FROM event")[0][0].as<int64_t>();
  }

  // Counts for all stores, which must be gone: a backend publishes its count when it ends.
  int CountDeadlocks() const {
    EXPECT_TRUE(Eventually([&] { return Query(url_, kCountOthers)[0][0].as<int>() == 0; }));
    return Query(url_, kDeadlocks)[0][0].as<int>();
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  Digest content_ = CatalogChainOf(url_);
};

// What a store remembers is a hint: only the database says what is a duplicate.
TEST_F(PostgresEventStoreTest, RecordsAgainWhatTheDatabaseLost) {
  const auto store = NewStore(url_);
  const std::vector<Event> events = Make({{.id = 1}, {.id = 2}});
  ASSERT_THAT(store->Commit(events, content_), IsOk());
  Query(url_, "DELETE FROM event WHERE event_id = (SELECT min(event_id::text)::uuid FROM event)");
  const auto again = store->Commit(events, content_);
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(Outcomes(*again), ElementsAre(Outcome::kRecorded, Outcome::kDuplicate));
}

// One attempt must do: stores that know of each other never meet over an id, whatever of one
// another's batches is in theirs.
TEST_F(PostgresEventStoreTest, StoresThatShareWhatTheyKnowNeedNoSecondAttempt) {
  constexpr int kThreads = 3, kBatches = 60, kIds = 200;
  const auto known_ids = std::make_shared<storage::KnownIds>();
  std::atomic<int> recorded = 0, duplicates = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(t);
      const auto store = storage::MakePostgresEventStore(
          {.postgres = {.url = url_}, .max_attempts = 1, .known_ids = known_ids});
      for (int batch = 0; batch < kBatches; ++batch) {
        std::vector<TestEvent> given;
        for (int i = 0; i < 20; ++i) given.push_back({.id = 1 + static_cast<int>(random() % kIds)});
        const auto result = store->Commit(Make(given), content_);
        ASSERT_THAT(result, IsOk());
        for (const Outcome outcome : Outcomes(*result)) {
          ASSERT_TRUE(outcome == Outcome::kRecorded || outcome == Outcome::kDuplicate);
          ++(outcome == Outcome::kRecorded ? recorded : duplicates);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(recorded, CountEvents());
  EXPECT_EQ(recorded + duplicates, kThreads * kBatches * 20);
  ExpectSound();
}

TEST_F(PostgresEventStoreTest, StoresAtOnceLoseAndDeadlockNothing) {
  constexpr int kThreads = 4, kBatches = 40, kIds = 300;
  std::atomic<int> recorded = 0, failed = 0;
  std::vector<std::thread> threads;
  std::vector<std::set<int>> ids(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      std::mt19937 random(t);
      // One attempt for each cause of a retry but races for an id, which are to be expected.
      const auto store = NewStore(url_, 20);
      for (int batch = 0; batch < kBatches; ++batch) {
        std::vector<TestEvent> given;
        for (int i = 0; i < 20; ++i) {
          const int id = static_cast<int>(random() % kIds);
          ids[t].insert(id);
          given.push_back({.id = id + 1,
                           .bureau = id % 2 == 0 ? "court" : "police",
                           .indicator = id % 3 == 0 ? "offices.open" : "disputes.resolved",
                           .quantity = 1 + id % 7});
        }
        const auto result = store->Commit(Make(given), content_);
        if (!result.ok()) {
          ++failed;
          ADD_FAILURE() << result.status();
          continue;
        }
        for (const Outcome outcome : Outcomes(*result)) {
          EXPECT_NE(outcome, Outcome::kConflict);
          recorded += outcome == Outcome::kRecorded;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<int> all;
  for (const auto& some : ids) all.insert(some.begin(), some.end());
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(recorded, static_cast<int>(all.size()));
  EXPECT_EQ(CountEvents(), static_cast<int64_t>(all.size()));
  const auto ledger = Query(
      url_, "SELECT count(*), max(revision), (SELECT revision FROM ledger_head) FROM ledger_entry");
  for (int column = 0; column < 3; ++column) {
    EXPECT_EQ(ledger[0][column].as<int>(), 1 + kThreads * kBatches) << "the catalog's too";
  }
  EXPECT_EQ(CountDeadlocks(), 0);
  ExpectSound();
}

// The batches touch the same many totals, and no id twice: nothing but the order of the totals
// keeps the stores from waiting for each other in a circle.
TEST_F(PostgresEventStoreTest, StoresOfTheSameTotalsDoNotDeadlock) {
  constexpr int kThreads = 4, kBatches = 25, kDays = 28;
  // A circle is found at once, so that many batches end soon if there are any.
  const std::string name = Query(url_, "SELECT current_database()")[0][0].as<std::string>();
  Query(url_, "ALTER DATABASE " + name + " SET deadlock_timeout = '10ms'");
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      const auto store = NewStore(url_);
      // Hash tables of two sizes have two orders, whatever else they have in common.
      const int months = t % 2 == 0 ? 6 : 12;
      for (int batch = 0; batch < kBatches; ++batch) {
        std::vector<TestEvent> given;
        for (int day = 0; day < kDays * months; ++day) {
          for (const char* indicator : {"disputes.resolved", "offices.open"}) {
            given.push_back(
                {.id = 1 + static_cast<int>(given.size()) + 1'000 * (t * kBatches + batch),
                 .indicator = indicator,
                 .occurred_at =
                     absl::StrCat("2023-", absl::Dec(1 + day / kDays, absl::kZeroPad2), "-",
                                  absl::Dec(1 + day % kDays, absl::kZeroPad2), "T02:00:00Z")});
          }
        }
        EXPECT_THAT(store->Commit(Make(given), content_), IsOk());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(CountDeadlocks(), 0);
  ExpectSound();
}

TEST_F(PostgresEventStoreTest, GoesOnAfterItsBackendWasKilled) {
  const auto store = NewStore(url_);
  ASSERT_THAT(store->Commit(Make({{.id = 1}}), content_), IsOk());
  Query(url_, kKillOthers);
  const auto result = store->Commit(Make({{.id = 2}}), content_);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Outcomes(*result), ElementsAre(Outcome::kRecorded));
  EXPECT_EQ(result->revision, 3);
}

TEST_F(PostgresEventStoreTest, CountsOnceWhileBackendsAreKilled) {
  constexpr int kBatches = 60, kSize = 50;
  std::atomic<bool> done = false;
  std::thread killer([&] {
    while (!done) {
      Query(url_, kKillOthers);
      absl::SleepFor(absl::Milliseconds(15));
    }
  });
  const auto store = NewStore(url_, 8);
  for (int batch = 0; batch < kBatches; ++batch) {
    std::vector<TestEvent> given;
    for (int i = 0; i < kSize; ++i) given.push_back({.id = batch * kSize + i + 1});
    const std::vector<Event> events = Make(given);
    absl::StatusOr<CommitResult> result = store->Commit(events, content_);
    for (int again = 0; again < 50 && !result.ok(); ++again) {
      ASSERT_THAT(result, StatusIs(absl::StatusCode::kUnavailable));
      result = store->Commit(events, content_);
    }
    ASSERT_THAT(result, IsOk());
  }
  done = true;
  killer.join();
  EXPECT_EQ(CountEvents(), kBatches * kSize);
  const auto total = Query(url_, "SELECT sum(total)::bigint, sum(events)::bigint FROM day_total");
  EXPECT_EQ(total[0][0].as<int>(), kBatches * kSize);
  EXPECT_EQ(total[0][1].as<int>(), kBatches * kSize);
  ExpectSound();
}

TEST_F(PostgresEventStoreTest, SettlesACommitWhoseAnswerWasLost) {
  CommitProxy proxy(url_);
  const auto store = NewStore(proxy.url());
  proxy.LoseNext(CommitProxy::Loss::kAnswer);
  const auto result =
      store->Commit(Make({{.id = 1, .quantity = 3}, {.id = 2, .quantity = 4}}), content_);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(proxy.left(), 0);
  // The truth: this Commit recorded them, if by its first attempt.
  EXPECT_THAT(Outcomes(*result), Each(Outcome::kRecorded));
  EXPECT_EQ(result->revision, 3);
  EXPECT_EQ(Query(url_, "SELECT total FROM day_total")[0][0].as<int>(), 7);
  ExpectSound();
}

// An id is drawn along with the commit before. A commit whose answer was lost has used it, and so
// may one that was refused.
TEST_F(PostgresEventStoreTest, UsesNoEntryIdTwice) {
  CommitProxy proxy(url_);
  Query(url_, "ALTER TABLE event ADD CONSTRAINT clean CHECK (subject <> 'poison')");
  const auto store = NewStore(proxy.url());
  for (int id = 1; id <= 12; ++id) {
    if (id % 4 == 0) proxy.LoseNext(CommitProxy::Loss::kAnswer);
    if (id % 4 == 2) proxy.LoseNext(CommitProxy::Loss::kRequest);
    const auto result = store->Commit(
        Make({{.id = id}, {.id = 100 + id, .subject = id % 3 == 0 ? "poison" : ""}}), content_);
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(result->outcomes[0].outcome, Outcome::kRecorded);
    EXPECT_EQ(proxy.left(), 0);
  }
  const auto ids =
      Query(url_, "SELECT count(*), count(DISTINCT entry_id), max(revision) FROM ledger_entry");
  EXPECT_EQ(ids[0][0].as<int>(), ids[0][1].as<int>());
  EXPECT_EQ(ids[0][0].as<int>(), ids[0][2].as<int>());
  ExpectSound();
}

TEST_F(PostgresEventStoreTest, ResendsACommitThatGotLost) {
  CommitProxy proxy(url_);
  const auto store = NewStore(proxy.url());
  proxy.LoseNext(CommitProxy::Loss::kRequest, 3);
  const auto result = store->Commit(Make({{.id = 1, .quantity = 3}}), content_);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(proxy.left(), 0);
  EXPECT_THAT(Outcomes(*result), ElementsAre(Outcome::kRecorded));
  EXPECT_EQ(result->revision, 2);
  ExpectSound();
}

TEST_F(PostgresEventStoreTest, GivesUpAfterBoundedAttempts) {
  CommitProxy proxy(url_);
  proxy.LoseNext(CommitProxy::Loss::kAnswer, 1000);
  const auto store = NewStore(proxy.url(), 3);
  const std::vector<Event> events = Make({{.id = 1, .quantity = 3}});
  EXPECT_THAT(store->Commit(events, content_),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("after 3 attempts")));
  EXPECT_EQ(proxy.left(), 997);
  // Safe to send again: it is there, and counted once.
  const auto result = NewStore(url_)->Commit(events, content_);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Outcomes(*result), ElementsAre(Outcome::kDuplicate));
  EXPECT_EQ(Query(url_, "SELECT total FROM day_total")[0][0].as<int>(), 3);
  ExpectSound();
}

TEST_F(PostgresEventStoreTest, RefusesWhatTheDatabaseRefusesAndNothingElse) {
  Query(url_, "ALTER TABLE event ADD CONSTRAINT clean CHECK (subject <> 'poison')");
  std::vector<TestEvent> given;
  for (int id = 1; id <= 50; ++id) given.push_back({.id = id});
  given[3].subject = "poison";
  given[37].subject = "poison";
  given.push_back(given[3]);                         // a copy shares its fate
  given.push_back({.id = 38, .subject = "remedy"});  // another content gets its own chance
  const auto result = NewStore(url_)->Commit(Make(given), content_);
  ASSERT_THAT(result, IsOk());
  for (size_t i = 0; i < given.size(); ++i) {
    const auto& outcome = result->outcomes[i];
    SCOPED_TRACE(i);
    if (given[i].subject != "poison") {
      EXPECT_EQ(outcome.outcome, Outcome::kRecorded);
      continue;
    }
    EXPECT_EQ(outcome.outcome, Outcome::kRefused);
    ASSERT_EQ(outcome.violations.size(), 1u);
    EXPECT_THAT(outcome.violations[0].description,
                HasSubstr("violates check constraint \"clean\""));
    EXPECT_THAT(outcome.violations[0].description, ::testing::Not(HasSubstr("DETAIL")));
  }
  EXPECT_EQ(CountEvents(), 49);
  EXPECT_EQ(Query(url_, "SELECT revision FROM ledger_head")[0][0].as<int64_t>(), result->revision);
  ExpectSound();
}

TEST_F(PostgresEventStoreTest, RefusesWhatWouldOverflowATotal) {
  const auto store = NewStore(url_);
  ASSERT_THAT(store->Commit(Make({{.id = 1}}), content_), IsOk());
  Query(url_, "UPDATE day_total SET total = 9223372036854775807 - 5");
  const auto result = store->Commit(
      Make({{.id = 2, .quantity = 6}, {.id = 3, .quantity = 5}, {.id = 4, .bureau = "police"}}),
      content_);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Outcomes(*result),
              ElementsAre(Outcome::kRefused, Outcome::kRecorded, Outcome::kRecorded));
  EXPECT_THAT(result->outcomes[0].violations[0].description, HasSubstr("bigint out of range"));
  EXPECT_EQ(CountEvents(), 3);
}

TEST_F(PostgresEventStoreTest, IsInternalWhereTheSchemaIsAnother) {
  const char* const kChanges[] = {"DROP TABLE day_total", "ALTER TABLE event DROP COLUMN subject",
                                  "DROP SEQUENCE entry_id",
                                  "ALTER TABLE ledger_entry RENAME COLUMN chain TO links"};
  for (const char* change : kChanges) {
    SCOPED_TRACE(change);
    const std::string url = PostgresCluster::Get().MigratedDatabase();
    const auto catalog = ApplyTestCatalog(url);
    const Digest content = CatalogChainOf(url);
    Query(url, change);
    const Event events[] = {MakeEvent(*catalog, {.id = 1})};
    EXPECT_THAT(NewStore(url)->Commit(events, content), StatusIs(absl::StatusCode::kInternal));
    EXPECT_EQ(Query(url, "SELECT count(*) FROM event")[0][0].as<int>(), 0);
  }
}

TEST_F(PostgresEventStoreTest, DoesNotAcknowledgeWithoutALedgerHead) {
  Query(url_, "DELETE FROM ledger_head");
  EXPECT_THAT(NewStore(url_, 2)->Commit(Make({{.id = 1}}), content_),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("it has no head")));
  EXPECT_EQ(CountEvents(), 0);
}

TEST_F(PostgresEventStoreTest, DoesNotCommitWhereTheLedgerLosesItsRow) {
  Query(url_,
        "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
  Query(url_,
        "CREATE TRIGGER lose BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION lose()");
  EXPECT_THAT(NewStore(url_, 2)->Commit(Make({{.id = 1}}), content_),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("loses its rows")));
  EXPECT_EQ(CountEvents(), 0);
  EXPECT_EQ(Query(url_, "SELECT revision FROM ledger_head")[0][0].as<int>(), 1);
}

// As behind a database that is spread over several: its COPY says of a duplicate nothing but that
// it failed.
TEST_F(PostgresEventStoreTest, LooksUpAllIdsAfterAnErrorThatLostItsCause) {
  Query(url_, R"(CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                 BEGIN
                   IF EXISTS (SELECT FROM event WHERE event_id = NEW.event_id) THEN
                     RAISE EXCEPTION 'failed somewhere' USING ERRCODE = 'XX000';
                   END IF;
                   RETURN NEW;
                 END $$)");
  Query(url_,
        "CREATE TRIGGER refuse BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION refuse()");
  for (const int size : {1, 60}) {
    std::vector<TestEvent> given;
    for (int i = 0; i < size; ++i) given.push_back({.id = 1000 * size + i});
    ASSERT_THAT(NewStore(url_)->Commit(Make(given), content_), IsOk());
    const auto again = NewStore(url_)->Commit(Make(given), content_);  // remembers none of them
    ASSERT_THAT(again, IsOk());
    EXPECT_THAT(Outcomes(*again), Each(Outcome::kDuplicate));
  }
  ExpectSound();
}

// The database goes away again and again beneath eight writers that know of each other.
TEST_F(PostgresEventStoreTest, ManyWritersOutliveADatabaseThatGoesAway) {
  constexpr int kWriters = 8, kBatches = 25, kSize = 20, kIds = 400;
  constexpr int kCommits = kWriters * kBatches;
  const auto known_ids = std::make_shared<storage::KnownIds>();
  std::atomic<int> committed = 0;
  // All have got something done before it goes away again.
  std::thread killer([&] {
    for (int next = 10; next < kCommits - 2 * kWriters; next += 20) {
      if (!Eventually([&] { return committed >= next; }, absl::Minutes(1))) return;
      Query(url_, kKillOthers);
    }
  });
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      std::mt19937 random(w);
      const auto store = storage::MakePostgresEventStore(
          {.postgres = {.url = url_}, .first_pause_ms = 1, .known_ids = known_ids});
      for (int batch = 0; batch < kBatches; ++batch) {
        std::vector<TestEvent> given;
        for (int i = 0; i < kSize; ++i)
          given.push_back({.id = 1 + static_cast<int>(random() % kIds)});
        const std::vector<Event> events = Make(given);
        absl::StatusOr<CommitResult> result = store->Commit(events, content_);
        for (int tries = 0; !result.ok() && tries < 100; ++tries)
          result = store->Commit(events, content_);
        EXPECT_THAT(result, IsOk());
        ++committed;
        if (!result.ok()) continue;
        for (const Outcome outcome : Outcomes(*result)) {
          EXPECT_TRUE(outcome == Outcome::kRecorded || outcome == Outcome::kDuplicate);
        }
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  killer.join();
  ExpectSound();
}

// Whatever the site's own rule, and whenever it is checked, it meets one event and no other.
TEST_F(PostgresEventStoreTest, RefusesByTheSitesTriggersWhatTheyRefuseAndNothingElse) {
  Query(url_, R"(CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                 BEGIN
                   IF NEW.subject = 'poison' THEN RAISE not_null_violation; END IF;
                   RETURN NULL;
                 END $$)");
  Query(url_,
        "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON event "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()");
  int recorded = 0;
  for (const int size : {1, 3, 60}) {
    std::vector<TestEvent> given;
    for (int i = 0; i < size; ++i) given.push_back({.id = 1000 * size + i});
    given[size / 2].subject = "poison";
    std::vector<Outcome> expected(given.size(), Outcome::kRecorded);
    expected[size / 2] = Outcome::kRefused;
    const auto result = NewStore(url_)->Commit(Make(given), content_);
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(Outcomes(*result), expected);
    recorded += size - 1;
  }
  EXPECT_EQ(CountEvents(), recorded);
  ExpectSound();
}

TEST_F(PostgresEventStoreTest, IsUnavailableWhereItCannotWrite) {
  const std::string name = Query(url_, "SELECT current_database()")[0][0].as<std::string>();
  Query(url_, "ALTER DATABASE " + name + " SET default_transaction_read_only = on");
  EXPECT_THAT(NewStore(url_, 2)->Commit(Make({{.id = 1}}), content_),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("read-only")));
  EXPECT_THAT(NewStore("host=/nonexistent", 2)->Commit(Make({{.id = 1}}), content_),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("/nonexistent")));
}

TEST_F(PostgresEventStoreTest, SettlesNoEventOfACatalogThatIsNotTheDatabases) {
  const std::string url = PostgresCluster::Get().MigratedDatabase();  // has no catalog
  const auto expect_unsettled = [&] {
    const auto result = NewStore(url)->Commit(Make({{.id = 1}}), content_);
    ASSERT_THAT(result, IsOk());
    EXPECT_THAT(Outcomes(*result), ElementsAre(Outcome::kUnsettled));
  };
  expect_unsettled();
  ApplyTestCatalog(url);
  expect_unsettled();  // its text is the same, its place in the ledger is not
  EXPECT_THAT(NewStore(url)->Commit(Make({{.id = 1}}), CatalogChainOf(url)), IsOk());
  EXPECT_EQ(Query(url, "SELECT count(*) FROM event")[0][0].as<int>(), 1);
}

// A catalog that was in force a moment ago admitted events that wait.
TEST_F(PostgresEventStoreTest, SettlesNoEventOfTheCatalogBefore) {
  const auto store = NewStore(url_);
  ASSERT_THAT(store->Commit(Make({{.id = 1}}), content_), IsOk());
  const auto catalogs = storage::MakePostgresCatalogStore({.url = url_});
  ASSERT_THAT(catalogs->Apply(TestCatalogSpec(), "later"), IsOk());
  const auto result = store->Commit(Make({{.id = 1}, {.id = 2}}), content_);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Outcomes(*result), Each(Outcome::kUnsettled));
  EXPECT_EQ(CountEvents(), 1);
  EXPECT_THAT(store->Commit(Make({{.id = 2}}), CatalogChainOf(url_)), IsOk());
  ExpectSound();
}

// The rules change between two transactions of one commit.
TEST_F(PostgresEventStoreTest, KeepsWhatItSettledBeforeTheRulesChanged) {
  Query(url_, "ALTER TABLE event ADD CONSTRAINT clean CHECK (subject <> 'poison')");
  Query(url_, R"(
CREATE FUNCTION change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN UPDATE ledger_head SET rules_chain = sha256('other rules'); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER change AFTER INSERT ON ledger_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION change())");
  const auto store = NewStore(url_);
  const auto result = store->Commit(
      Make({{.id = 1}, {.id = 2}, {.id = 3}, {.id = 4, .subject = "poison"}}), content_);
  ASSERT_THAT(result, IsOk());
  EXPECT_THAT(Outcomes(*result), ElementsAre(Outcome::kRecorded, Outcome::kRecorded,
                                             Outcome::kUnsettled, Outcome::kUnsettled));
  EXPECT_EQ(result->revision, 2);
  EXPECT_EQ(CountEvents(), 2);
}

// An attempt whose answer was lost has stored what the next one may no longer store.
TEST_F(PostgresEventStoreTest, FindsWhatAnAttemptStoredBeforeTheRulesChanged) {
  CommitProxy proxy(url_);
  const auto store = NewStore(proxy.url(), 1);
  proxy.LoseNext(CommitProxy::Loss::kAnswer);
  ASSERT_THAT(store->Commit(Make({{.id = 1}}), content_), StatusIs(absl::StatusCode::kUnavailable));
  Query(url_, "UPDATE ledger_head SET rules_chain = sha256('other rules')");
  const auto again = store->Commit(Make({{.id = 1}}), content_);
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(Outcomes(*again), ElementsAre(Outcome::kUnsettled));
  const std::string id = TestId(1);
  const EventDraft draft{.event_id = id,
                         .bureau = "mediation",
                         .indicator = "disputes.received",
                         .category = "",
                         .quantity = 1,
                         .occurred_at = At("2023-06-01T02:00:00Z"),
                         .subject = ""};
  const auto found = store->FindRecorded({&draft, 1}, content_);
  ASSERT_THAT(found, IsOk());
  EXPECT_FALSE(found->rules_in_force);
  EXPECT_THAT(Outcomes(*found), ElementsAre(Outcome::kDuplicate));
}

TEST_F(PostgresEventStoreTest, AProbeWritesNothing) {
  const auto store = NewStore(url_);
  EXPECT_THAT(store->Probe(), IsOk());
  ASSERT_THAT(store->Commit(Make({{.id = 1}}), content_), IsOk());
  for (int i = 0; i < 3; ++i) EXPECT_THAT(store->Probe(), IsOk());
  EXPECT_EQ(CountEvents(), 1);
  EXPECT_EQ(Query(url_, "SELECT max(revision), count(*) FROM ledger_entry")[0][1].as<int>(), 2);
  const auto result = store->Commit(Make({{.id = 2}}), content_);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->revision, 3);
  ExpectSound();
}

// Whatever would refuse a commit refuses its probe.
TEST_F(PostgresEventStoreTest, AProbeFindsWhatStandsInTheWayOfCommits) {
  const std::string name = DatabaseName(url_);
  const std::string role = MakeIngestionRole(url_);
  struct Case {
    std::string harm, remedy, fault;
  };
  std::vector<Case> cases = {
      {"ALTER DATABASE " + name + " SET default_transaction_read_only = on",
       "SET TRANSACTION READ WRITE; ALTER DATABASE " + name +
           " RESET default_transaction_read_only",
       "read-only"},
      {"DELETE FROM ledger_head",
       "INSERT INTO ledger_head (format, revision, committed_at, chain, rules_chain) "
       "SELECT 'jurimeter ledger 1, sha-256', revision, committed_at, chain, "
       "       (SELECT chain FROM ledger_entry WHERE revision = 1) "
       "FROM ledger_entry ORDER BY revision DESC LIMIT 1",
       "has no head"},
      {"INSERT INTO schema_migration VALUES (999, '0999_later', '')",
       "DELETE FROM schema_migration WHERE version = 999", "0999_later"},
      {"ALTER TABLE event RENAME TO events", "ALTER TABLE events RENAME TO event",
       "does not exist"}};
  for (const char* right : kIngestionRights) {
    cases.push_back({absl::StrCat("REVOKE ", right, " FROM ", role),
                     absl::StrCat("GRANT ", right, " TO ", role), "permission denied"});
  }
  const auto store = NewStore(url_ + " user=" + role, 1);
  EXPECT_THAT(store->Probe(), IsOk());
  int id = 0;
  for (const Case& each : cases) {
    SCOPED_TRACE(each.harm);
    Query(url_, each.harm);
    Query(url_, kKillOthers);
    const absl::Status probed = store->Probe();
    EXPECT_FALSE(probed.ok());
    EXPECT_THAT(std::string(probed.message()), HasSubstr(each.fault));
    Query(url_, each.remedy);
    Query(url_, kKillOthers);
    EXPECT_THAT(store->Probe(), IsOk());
    EXPECT_THAT(store->Commit(Make({{.id = ++id}}), content_), IsOk());
  }
}

TEST_F(PostgresEventStoreTest, LearnsTheCodesOfALaterCatalog) {
  const auto store = NewStore(url_);
  ASSERT_THAT(store->Commit(Make({{.id = 1}}), content_), IsOk());
  CatalogSpec spec = TestCatalogSpec();
  spec.bureaus.push_back({.code = "archive", .name_zh = "档案", .name_en = "", .region = "23"});
  const auto catalogs = storage::MakePostgresCatalogStore({.url = url_});
  ASSERT_THAT(catalogs->Apply(spec, "later"), IsOk());
  const auto later = Catalog::Create(spec, catalogs->Load()->keys);
  const Catalog& catalog = **later;
  const Event events[] = {MakeEvent(catalog, {.id = 2, .bureau = "archive"})};
  ASSERT_THAT(store->Commit(events, CatalogChainOf(url_)), IsOk());
  // The digest has the new code.
  const auto report = storage::Verify({.url = url_}, [&](const storage::StoredCatalog& stored) {
    return absl::StatusOr<std::shared_ptr<const Catalog>>(
        *Catalog::Create(stored.text == "later" ? spec : TestCatalogSpec(), stored.keys));
  });
  ASSERT_THAT(report, IsOk());
  EXPECT_TRUE(report->findings.empty());
}

TEST_F(PostgresEventStoreTest, ConflictsNameBothValuesByCode) {
  const auto store = NewStore(url_);
  ASSERT_THAT(store->Commit(Make({{.id = 1, .category = "family", .subject = "a\tb"}}), content_),
              IsOk());
  const auto result = store->Commit(Make({{.id = 1,
                                           .category = "labour",
                                           .quantity = 9,
                                           .occurred_at = "2023-06-01T02:00:00.5Z"}}),
                                    content_);
  ASSERT_THAT(result, IsOk());
  std::vector<std::string> texts;
  for (const Violation& v : result->outcomes[0].violations) {
    texts.push_back(v.field + ": " + v.description);
  }
  EXPECT_THAT(
      texts,
      ElementsAre(
          "category: this event id stands for \"family\" already, and was given with \"labour\"",
          "occurred_at: this event id stands for 2023-06-01T02:00:00Z already, and was given "
          "with 2023-06-01T02:00:00.5Z",
          "quantity: this event id stands for 1 already, and was given with 9",
          HasSubstr("subject: this event id stands for \"a")));
}

}  // namespace
}  // namespace jurimeter::test
