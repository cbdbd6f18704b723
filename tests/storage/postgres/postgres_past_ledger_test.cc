#include "storage/postgres/postgres_past_ledger.h"

#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <pqxx/pqxx>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/postgres_ledger_reader.h"
#include "tests/support/correct_in_turns.h"
#include "tests/support/eventually.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/seeded_test.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"
#include "tests/support/year_totals.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;

using storage::LedgerState;

class PostgresPastLedgerTest : public SeededTest {
 protected:
  void Commit(const std::vector<TestEvent>& given) {
    std::vector<Event> events;
    for (const TestEvent& event : given) events.push_back(MakeEvent(*catalog_, event));
    ASSERT_THAT(store_->Commit(events, rules_), IsOk());
  }

  void Correct(const std::vector<Correction>& corrections) {
    ASSERT_THAT(CorrectInTurns(*store_, corrections, RulesOf(url_)), IsOk());
  }

  // Puts another text into force, by which the same events are admitted.
  void ChangeCatalog() {
    const auto store = storage::MakePostgresCatalogStore({.url = url_});
    ASSERT_THAT(store->Apply(TestCatalogSpec(), absl::StrCat("# another, ", ++catalogs_)), IsOk());
    rules_ = CatalogChainOf(url_);
  }

  // Closes some days of a bureau, or opens what an earlier closing closes.
  void CloseOrReopen(int request) {
    static const char* const kDays[] = {"2022-12-31", "2023-06-01", "2023-06-02"};
    const int first = UpTo(2);
    ClosingRequest made = MakeClosing(*catalog_, {.request = request,
                                                  .bureau = UpTo(1) == 0 ? "court" : "mediation",
                                                  .first = kDays[first],
                                                  .last = kDays[first + UpTo(2 - first)]});
    if (!closings_.empty() && UpTo(1) == 0) {
      const int64_t closing =
          closings_[static_cast<size_t>(UpTo(static_cast<int>(closings_.size()) - 1))];
      made.parts = RulesOf(url_).closed.LeftOf(closing);
      made.reopens = closing;
      if (made.parts.empty()) return;
    }
    const int64_t revision = RecordClosing(url_, made);
    if (!made.reopens.has_value()) closings_.push_back(revision);
    rules_ = RulesOf(url_).chain;
  }

  // What is closed of the days that CloseOrReopen closes, and by which closing.
  std::string ClosedOf(const LedgerState& state) const {
    std::string said;
    for (const auto& [code, bureau] : state.catalog.keys.bureaus) {
      for (const DayInterval& days : state.closed.Within(bureau, {19357, 19510})) {
        absl::StrAppend(&said, code, " ", days.first, "-", days.last, " by ",
                        state.closed.Find(bureau, days.first)->revision, "; ");
      }
    }
    return said;
  }

  LedgerState Now() { return *reader_->Load(); }

  void ExpectSame(const LedgerState& state, const LedgerState& expected) const {
    EXPECT_EQ(state.position.revision, expected.position.revision);
    EXPECT_EQ(state.position.chain, expected.position.chain);
    EXPECT_EQ(state.position.committed_at, expected.position.committed_at);
    EXPECT_EQ(state.catalog.identity, expected.catalog.identity);
    EXPECT_EQ(state.catalog.text, expected.catalog.text);
    EXPECT_EQ(state.entries, expected.entries);
    EXPECT_EQ(ClosedOf(state), ClosedOf(expected));
    EXPECT_EQ(state.totals.revision(), expected.totals.revision());
    EXPECT_TRUE(SheetsOf(state.totals) == SheetsOf(expected.totals));
  }

  int UpTo(int limit) { return std::uniform_int_distribution(0, limit)(random_); }

  // From so few cells, days and moments that events often meet their like.
  TestEvent RandomEvent(int id) {
    static const char* const kBureaus[] = {"court", "mediation"};
    static const char* const kIndicators[] = {"disputes.received", "offices.open"};
    static const char* const kCategories[] = {"", "family"};
    static const char* const kTimes[] = {"2022-12-31T15:59:59Z", "2023-06-01T02:00:00Z",
                                         "2023-06-01T03:00:00Z"};
    TestEvent event{.id = id, .bureau = kBureaus[id % 2], .quantity = UpTo(5)};
    event.indicator = kIndicators[UpTo(1)];
    if (event.indicator == kIndicators[0]) event.category = kCategories[UpTo(1)];
    event.occurred_at = kTimes[UpTo(2)];
    return event;
  }

  // Of an event that may be retracted already; the replacement may be one of another kind or day.
  Correction RandomCorrection(int target, int replacement, int request) {
    TestEvent event = RandomEvent(replacement);
    event.bureau = RandomEvent(target).bureau;
    Correction made = {.request_id = *EventId::Parse(TestId(request)),
                       .bureau = catalog_->FindBureau(event.bureau)->key,
                       .event_id = *EventId::Parse(TestId(target)),
                       .reason = "wrong"};
    if (UpTo(1) == 0) made.replacement = MakeEvent(*catalog_, event);
    return made;
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  Digest rules_ = CatalogChainOf(url_);
  int catalogs_ = 0;
  std::vector<int64_t> closings_;  // their revisions
  std::mt19937 random_{seed()};
  std::unique_ptr<storage::EventStore> store_ =
      storage::MakePostgresEventStore({.postgres = {.url = url_}});
  std::unique_ptr<storage::LedgerReader> reader_ = storage::MakePostgresLedgerReader({.url = url_});
  std::unique_ptr<storage::PastLedger> past_ = storage::MakePostgresPastLedger({.url = url_});
};

INSTANTIATE_SEEDS(PostgresPastLedgerTest);

TEST_P(PostgresPastLedgerTest, EachRevisionIsAsItWasWhenItWasTheNewest) {
  constexpr int kOperations = 60;
  std::vector<LedgerState> states = {Now()};
  int next_id = 1;
  while (states.size() < kOperations) {
    const int operation = UpTo(9);
    if (operation == 0) {
      ChangeCatalog();
    } else if (operation >= 8) {
      CloseOrReopen(20'000 + next_id++);
    } else if (operation < 5 && next_id > 10) {
      // Each is of another event: all are one entry.
      const int target = 1 + UpTo(next_id - 2);
      Correct({RandomCorrection(target, next_id, 10'000 + next_id)});
      next_id += 2;
    } else {
      std::vector<TestEvent> events;
      for (int i = UpTo(6); i >= 0; --i) events.push_back(RandomEvent(next_id++));
      Commit(events);
    }
    LedgerState state = Now();
    if (state.position.revision > states.back().position.revision) {
      states.push_back(std::move(state));
    }
  }
  EXPECT_FALSE(closings_.empty());
  for (const LedgerState& expected : states) {
    SCOPED_TRACE(expected.position.revision);
    const auto past = past_->Load(expected.position.revision);
    ASSERT_THAT(past, IsOk());
    ExpectSame(past->state, expected);
  }
}

TEST_P(PostgresPastLedgerTest, ATimeFindsTheLastRevisionThatIsNotLater) {
  for (int id = 1; id <= 5; ++id) Commit({RandomEvent(id)});
  std::vector<absl::Time> times;
  for (int64_t revision = 1; revision <= 6; ++revision) {
    const auto past = past_->Load(revision);
    ASSERT_THAT(past, IsOk());
    times.push_back(past->state.position.committed_at);
    EXPECT_TRUE(revision == 1 || times[times.size() - 2] <= times.back());
  }
  const auto at = [&](absl::Time time) { return past_->Load(time); };
  for (size_t i = 0; i < times.size(); ++i) {
    const auto past = at(times[i]);
    ASSERT_THAT(past, IsOk());
    EXPECT_EQ(past->state.position.revision, i + 1);
    EXPECT_EQ(past->next_committed_at,
              i + 1 < times.size() ? times[i + 1] : absl::InfiniteFuture());
    if (i > 0) {
      EXPECT_EQ(at(times[i] - absl::Microseconds(1))->state.position.revision, i);
    }
  }
  EXPECT_EQ(at(times.back() + absl::Hours(1'000'000))->state.position.revision, 6);
  EXPECT_THAT(at(times[0] - absl::Microseconds(1)), StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(PostgresPastLedgerTest, ALoadThatIsCancelledEnds) {
  pqxx::connection connection(url_);
  pqxx::work transaction(connection);
  transaction.exec("LOCK TABLE ledger_entry IN ACCESS EXCLUSIVE MODE");
  std::atomic<bool> ended = false;
  std::thread loading([&] {
    EXPECT_FALSE(past_->Load(1).ok());
    ended = true;
  });
  EXPECT_TRUE(Eventually([&] {
    past_->Cancel();
    return ended.load();
  }));
  transaction.abort();
  loading.join();
  EXPECT_THAT(past_->Load(1), IsOk()) << "the next one is not";
}

TEST_P(PostgresPastLedgerTest, SaysWhatTheLedgerDoesNotHave) {
  EXPECT_THAT(past_->Load(2), StatusIs(absl::StatusCode::kNotFound, HasSubstr("last one is 1")));
  EXPECT_THAT(past_->Load(0), StatusIs(absl::StatusCode::kNotFound));
  const std::string empty = PostgresCluster::Get().MigratedDatabase();
  const auto of_empty = storage::MakePostgresPastLedger({.url = empty});
  EXPECT_THAT(of_empty->Load(1), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(of_empty->Load(absl::FromUnixSeconds(0)), StatusIs(absl::StatusCode::kNotFound));
  const auto away = storage::MakePostgresPastLedger({.url = "host=/nowhere"});
  EXPECT_THAT(away->Load(1), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace jurimeter::test
