#include "storage/postgres/postgres_closing_store.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/verify.h"
#include "tests/storage/postgres/commit_proxy.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/roles.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"

namespace jurimeter::test {
namespace {

using storage::MakePostgresClosingStore;
using storage::RecordedClosing;
using ::testing::HasSubstr;

class PostgresClosingStoreTest : public ::testing::Test {
 protected:
  ~PostgresClosingStoreTest() override {
    const auto report = storage::Verify({.url = url_}, ReadTestCatalog);
    EXPECT_THAT(report, IsOk());
    for (const auto& finding : report->findings) {
      if (finding.check == "closing" && !admitted_) continue;
      ADD_FAILURE() << finding.check << ": " << finding.detail;
    }
  }

  ClosingRequest Make(const TestClosing& closing) const { return MakeClosing(*catalog_, closing); }

  // Under the rules in force.
  absl::StatusOr<int64_t> Record(const TestClosing& closing) {
    return store_->Record(Make(closing), RulesOf(url_).chain);
  }

  std::optional<RecordedClosing> Find(int request) {
    const auto found = store_->Find(*EventId::Parse(TestId(request)));
    EXPECT_THAT(found, IsOk());
    return found.ok() ? *found : std::nullopt;
  }

  // The revisions of a page, and "more" if there is more.
  std::string List(int64_t after, int limit) {
    const auto page = store_->List(after, limit);
    EXPECT_THAT(page, IsOk());
    std::string said;
    for (const RecordedClosing& each : page->closings) {
      absl::StrAppend(&said, each.closing.revision, " ");
    }
    return said + (page->has_more ? "more" : "");
  }

  std::string Value(const std::string& sql) const {
    return Query(url_, sql)[0][0].as<std::string>("(null)");
  }
  // How many rows the tables of closings have.
  std::string Rows() const {
    return Value(
        "SELECT (SELECT count(*) FROM closing) || ' ' || (SELECT count(*) FROM closing_part)");
  }

  // Whether rules could admit all that the test records.
  bool admitted_ = true;
  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  std::unique_ptr<storage::ClosingStore> store_ = MakePostgresClosingStore({.url = url_});
};

TEST_F(PostgresClosingStoreTest, KeepsWhatItRecords) {
  const absl::Time before = absl::Now() - absl::Seconds(1);
  EXPECT_THAT(Record({.request = 5001, .last = "2023-06-30"}), IsOkAndHolds(2));
  EXPECT_EQ(Value("SELECT concat_ws(' ', kind, changes_figures, changes_rules, items) "
                  "FROM ledger_entry WHERE revision = 2"),
            "closing f t 2");
  EXPECT_THAT(Record({.request = 5002, .last = "2023-06-10", .reopens = 2, .reason = "late"}),
              IsOkAndHolds(3));
  EXPECT_EQ(Value("SELECT concat_ws(' ', kind, changes_figures, changes_rules, items) "
                  "FROM ledger_entry WHERE revision = 3"),
            "reopening f t 2");
  const std::optional<RecordedClosing> closing = Find(5001);
  ASSERT_TRUE(closing.has_value());
  const ClosingRequest request = Make({.request = 5001, .last = "2023-06-30"});
  EXPECT_EQ(closing->closing, AsRecorded(request, 2));
  EXPECT_EQ(closing->request_id, request.request_id);
  EXPECT_EQ(closing->principal, "nobody");
  EXPECT_EQ(closing->scope, "bureaus mediation");
  EXPECT_EQ(closing->days, request.days);
  EXPECT_EQ(closing->bureau_days_left, 20);
  EXPECT_GT(closing->committed_at, before);
  const std::optional<RecordedClosing> reopening = Find(5002);
  ASSERT_TRUE(reopening.has_value());
  EXPECT_EQ(reopening->closing.reopens, 2);
  EXPECT_EQ(reopening->closing.reason, "late");
  EXPECT_EQ(reopening->bureau_days_left, 0);
}

// Whoever recorded it may still wait until that is durable: an answer that it is done waits too.
TEST_F(PostgresClosingStoreTest, OnlyWhoAwaitsThatItIsDurableWritesAnEntry) {
  ASSERT_THAT(Record({.request = 5001}), IsOk());
  EXPECT_FALSE(Find(5002).has_value());
  EXPECT_EQ(Value("SELECT count(*) FROM ledger_entry"), "2");
  EXPECT_TRUE(Find(5001).has_value());
  EXPECT_EQ(Value("SELECT count(*) FROM ledger_entry"), "2");
  EXPECT_THAT(store_->AwaitDurable(), IsOk());
  EXPECT_EQ(Value("SELECT kind || ' ' || items FROM ledger_entry WHERE revision = 3"), "events 0");
}

TEST_F(PostgresClosingStoreTest, RecordsNothingUnderOtherRules) {
  const Digest before = RulesOf(url_).chain;
  ASSERT_THAT(Record({.request = 5001}), IsOk());
  EXPECT_THAT(store_->Record(Make({.request = 5002}), before),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("rules have changed")));
  EXPECT_EQ(Rows(), "1 1");
  EXPECT_EQ(Value("SELECT max(revision) FROM ledger_entry"), "2");
  EXPECT_THAT(Record({.request = 5002}), IsOkAndHolds(3)) << "admitted anew";
}

TEST_F(PostgresClosingStoreTest, ARequestIdIsTakenWhateverIsAskedFor) {
  const Digest before = RulesOf(url_).chain;
  ASSERT_THAT(Record({.request = 5001}), IsOk());
  const auto taken = StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr(TestId(5001)));
  EXPECT_THAT(Record({.request = 5001}), taken);
  EXPECT_THAT(Record({.request = 5001, .bureau = "court", .reason = "another"}), taken);
  EXPECT_THAT(Record({.request = 5001, .reopens = 2}), taken);
  EXPECT_THAT(store_->Record(Make({.request = 5001}), before), taken) << "rather than ABORTED";
  EXPECT_EQ(Rows(), "1 1");
}

// Of many at once with one request id just one is recorded, and so is one of those that were
// admitted by the same rules.
TEST_F(PostgresClosingStoreTest, OneOfThoseThatRaceIsRecorded) {
  for (const bool same_request : {true, false}) {
    for (int round = 0; round < 5; ++round) {
      constexpr int kThreads = 6;
      const Digest rules = RulesOf(url_).chain;
      const int first = 6000 + 100 * round + (same_request ? 1000 : 0);
      std::vector<absl::StatusOr<int64_t>> recorded(kThreads);
      std::vector<std::thread> threads;
      for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
          recorded[static_cast<size_t>(i)] =
              MakePostgresClosingStore({.url = url_})
                  ->Record(Make({.request = first + (same_request ? 0 : i)}), rules);
        });
      }
      for (std::thread& thread : threads) thread.join();
      int won = 0;
      for (const auto& each : recorded) {
        won += each.ok() ? 1 : 0;
        if (each.ok()) continue;
        EXPECT_EQ(each.status().code(),
                  same_request ? absl::StatusCode::kAlreadyExists : absl::StatusCode::kAborted)
            << each.status();
      }
      EXPECT_EQ(won, 1);
    }
  }
  EXPECT_EQ(Rows(), "10 10");
}

// An event that was admitted before the closing is recorded before it, or not at all.
TEST_F(PostgresClosingStoreTest, NoEventComesAfterItsDayIsClosed) {
  const auto events = storage::MakePostgresEventStore({.postgres = {.url = url_}});
  for (int round = 1; round <= 20; ++round) {
    const std::string day = absl::StrCat("2023-05-", round < 10 ? "0" : "", round);
    const Event event = MakeEvent(*catalog_, {.id = round, .occurred_at = day + "T02:00:00Z"});
    const Digest rules = RulesOf(url_).chain;
    absl::StatusOr<storage::CommitResult> committed;
    std::thread sender([&] { committed = events->Commit({&event, 1}, rules); });
    const auto closed = Record({.request = 7000 + round, .first = day, .last = day});
    sender.join();
    ASSERT_THAT(closed, IsOk());
    ASSERT_THAT(committed, IsOk());
    EXPECT_EQ(committed->outcomes[0].outcome == Outcome::kRecorded,
              committed->revision > 0 && committed->revision < *closed);
  }
}

TEST_F(PostgresClosingStoreTest, SettlesALostAnswerByItself) {
  CommitProxy proxy(url_);
  const auto store = MakePostgresClosingStore({.url = proxy.url()});
  for (const auto loss : {CommitProxy::Loss::kAnswer, CommitProxy::Loss::kRequest}) {
    const int request = loss == CommitProxy::Loss::kAnswer ? 5001 : 5002;
    proxy.LoseNext(loss);
    const auto recorded = store->Record(Make({.request = request}), RulesOf(url_).chain);
    ASSERT_THAT(recorded, IsOk());
    EXPECT_EQ(proxy.left(), 0);
    EXPECT_EQ(Find(request)->closing.revision, *recorded);
  }
  EXPECT_EQ(Rows(), "2 2");
  proxy.LoseNext(CommitProxy::Loss::kRequest, 100);
  EXPECT_THAT(store->Record(Make({.request = 5003}), RulesOf(url_).chain),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("after 5 attempts")));
  EXPECT_FALSE(Find(5003).has_value());
}

TEST_F(PostgresClosingStoreTest, ListsPages) {
  EXPECT_EQ(List(0, 10), "");
  for (int request = 1; request <= 5; ++request) ASSERT_THAT(Record({.request = request}), IsOk());
  ASSERT_THAT(Record({.request = 6, .reopens = 4}), IsOkAndHolds(7));
  EXPECT_EQ(List(0, 10), "2 3 4 5 6 7 ");
  EXPECT_EQ(List(0, 6), "2 3 4 5 6 7 ");
  EXPECT_EQ(List(0, 5), "2 3 4 5 6 more");
  EXPECT_EQ(List(2, 1), "3 more");
  EXPECT_EQ(List(6, 1), "7 ");
  EXPECT_EQ(List(7, 1), "");
  const auto page = store_->List(3, 3);
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->closings[0].bureau_days_left, 0) << "revision 7 took it back";
  EXPECT_EQ(page->closings[1].bureau_days_left, 1);
  EXPECT_EQ(page->closings[1].closing, AsRecorded(Make({.request = 4}), 5));
}

// However many closings fit by number.
TEST_F(PostgresClosingStoreTest, APageEndsWhereItHasEnoughParts) {
  admitted_ = false;  // so many parts make a large page, and no bureau has them
  ClosingRequest large = Make({});
  const BureauKey bureau = large.parts[0].bureau;
  large.parts.clear();
  for (int32_t day = 0; day < 60'000; ++day) large.parts.push_back({bureau, {2 * day, 2 * day}});
  for (int request = 1; request <= 3; ++request) {
    large.request_id = *EventId::Parse(TestId(request));
    ASSERT_THAT(store_->Record(large, RulesOf(url_).chain), IsOk());
  }
  EXPECT_EQ(List(0, 10), "2 3 more");
  EXPECT_EQ(List(3, 10), "4 ");
  EXPECT_EQ(store_->List(3, 10)->closings[0].bureau_days_left, 60'000);
}

TEST_F(PostgresClosingStoreTest, NeedsNoMoreThanTheDocumentedRights) {
  const std::string as_service = url_ + " user=" + MakeIngestionRole(url_);
  const auto store = MakePostgresClosingStore({.url = as_service});
  EXPECT_THAT(store->Record(Make({.request = 5001}), RulesOf(as_service).chain), IsOk());
  EXPECT_THAT(store->Find(*EventId::Parse(TestId(5001))), IsOk());
  EXPECT_THAT(store->AwaitDurable(), IsOk());
  EXPECT_THAT(store->List(0, 10), IsOk());
}

TEST_F(PostgresClosingStoreTest, EachDocumentedRightIsNeeded) {
  const std::string role = MakeIngestionRole(url_);
  for (const char* right : kClosingRights) {
    SCOPED_TRACE(right);
    Query(url_, absl::StrCat("REVOKE ", right, " FROM ", role));
    EXPECT_THAT(MakePostgresClosingStore({.url = url_ + " user=" + role})
                    ->Record(Make({}), RulesOf(url_).chain),
                StatusIs(absl::StatusCode::kInternal, HasSubstr("permission denied")));
    Query(url_, absl::StrCat("GRANT ", right, " TO ", role));
  }
  EXPECT_EQ(Rows(), "0 0");
}

TEST_F(PostgresClosingStoreTest, RecordsNoBureauThatTheDatabaseDoesNotKnow) {
  ClosingRequest request = Make({});
  request.parts[0].bureau = 99;
  EXPECT_THAT(store_->Record(request, RulesOf(url_).chain),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("key of a bureau")));
  EXPECT_EQ(Rows(), "0 0");
}

TEST(PostgresClosingStore, RefusesAnotherSchema) {
  const auto store = MakePostgresClosingStore({.url = PostgresCluster::Get().EmptyDatabase()});
  EXPECT_THAT(store->List(0, 1),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("does not exist")));
}

TEST(PostgresClosingStore, IsUnavailableWithoutAServer) {
  const auto store = MakePostgresClosingStore({.url = "host=/nonexistent"});
  EXPECT_THAT(store->Find(*EventId::Parse(TestId(1))), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace jurimeter::test
