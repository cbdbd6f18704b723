#include "storage/postgres/postgres_past_ledger.h"

#include <gmock/gmock.h>

#include <atomic>
#include <memory>
#include <pqxx/pqxx>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/values/day_interval.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/postgres_ledger_reader.h"
#include "tests/support/correct_in_turns.h"
#include "tests/support/eventually.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/random_history.h"
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
  void Do(const TestEvents& given) {
    std::vector<Event> events;
    for (const TestEvent& event : given) events.push_back(MakeEvent(*catalog_, event));
    ASSERT_THAT(store_->Commit(events, rules_), IsOk());
  }

  void Do(const TestCorrection& given) {
    Correction correction = {.request_id = *EventId::Parse(TestId(given.request)),
                             .bureau = catalog_->FindBureau(given.bureau)->key,
                             .event_id = *EventId::Parse(TestId(given.event)),
                             .reason = "wrong"};
    if (given.replacement) correction.replacement = MakeEvent(*catalog_, *given.replacement);
    ASSERT_THAT(CorrectInTurns(*store_, {correction}, RulesOf(url_)), IsOk());
  }

  // Puts another text into force, by which the same events are admitted.
  void Do(const TestCatalogChange& change) {
    const auto store = storage::MakePostgresCatalogStore({.url = url_});
    ASSERT_THAT(store->Apply(TestCatalogSpec(), absl::StrCat("# another, ", change.number)),
                IsOk());
    rules_ = CatalogChainOf(url_);
  }

  void Do(const TestClosing& given) {
    ClosingRequest made = MakeClosing(*catalog_, given);
    if (given.reopens) {
      made.parts.clear();
      for (const ClosingPart& part : RulesOf(url_).closed.LeftOf(*given.reopens)) {
        for (const DayInterval& days : Intersect({part.days}, {made.days})) {
          made.parts.push_back({part.bureau, days});
        }
      }
      if (made.parts.empty()) return;
    }
    const int64_t revision = RecordClosing(url_, made);
    if (!given.reopens) history_.AddClosing(revision);
    reopenings_ += given.reopens ? 1 : 0;
    rules_ = RulesOf(url_).chain;
  }

  // What is closed of the days that are closed at times, and by which closing.
  std::string ClosedOf(const LedgerState& state) const {
    std::string said;
    for (const auto& [code, bureau] : state.catalog.keys.bureaus) {
      for (const DayInterval& days : state.closed.Within(bureau, {19357, 19511})) {
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

  // That the ledger says so of the revision of `expected`.
  void ExpectPast(const LedgerState& expected) {
    SCOPED_TRACE(expected.position.revision);
    const auto past = past_->Load(expected.position.revision);
    ASSERT_THAT(past, IsOk());
    ExpectSame(past->state, expected);
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  Digest rules_ = CatalogChainOf(url_);
  RandomHistory history_{seed()};
  int reopenings_ = 0;
  std::unique_ptr<storage::EventStore> store_ =
      storage::MakePostgresEventStore({.postgres = {.url = url_}});
  std::unique_ptr<storage::LedgerReader> reader_ = storage::MakePostgresLedgerReader({.url = url_});
  std::unique_ptr<storage::PastLedger> past_ = storage::MakePostgresPastLedger({.url = url_});
};

INSTANTIATE_SEEDS(PostgresPastLedgerTest);

TEST_P(PostgresPastLedgerTest, EachRevisionIsAsItWasWhenItWasTheNewest) {
  constexpr size_t kStates = 60;
  std::vector<LedgerState> states = {Now()};
  while (states.size() < kStates || reopenings_ == 0) {
    std::visit([this](const auto& step) { Do(step); }, history_.Next());
    ASSERT_FALSE(HasFatalFailure());
    LedgerState state = Now();
    if (state.position.revision == states.back().position.revision) continue;
    ExpectPast(states.back());
    states.push_back(std::move(state));
  }
  for (const LedgerState& expected : states) ExpectPast(expected);
}

TEST_P(PostgresPastLedgerTest, ATimeFindsTheLastRevisionThatIsNotLater) {
  for (int id = 1; id <= 5; ++id) Do(TestEvents{history_.Event(id)});
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
