#include "storage/postgres/postgres_access_store.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "domain/ledger/chain.h"
#include "storage/postgres/postgres_event_store.h"
#include "storage/postgres/postgres_ledger_reader.h"
#include "storage/postgres/postgres_past_ledger.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_access.h"
#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"

namespace jurimeter::test {
namespace {

using storage::MakePostgresAccessStore;
using ::testing::HasSubstr;

class PostgresAccessStoreTest : public ::testing::Test {
 protected:
  std::string Value(const std::string& sql) const {
    return Query(url_, sql)[0][0].as<std::string>("(null)");
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  std::unique_ptr<storage::AccessStore> store_ = MakePostgresAccessStore({.url = url_});
};

TEST_F(PostgresAccessStoreTest, HasNoneAtFirst) {
  EXPECT_THAT(store_->InForce(), IsOkAndHolds(storage::AccessIdentity{}));
  EXPECT_THAT(store_->Load(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("jurimeter access apply")));
}

TEST_F(PostgresAccessStoreTest, KeepsTheTextAndWhoAppliedIt) {
  const std::string text = "# 名单\nprincipals { code: \"it's\\n\" }\n";
  ASSERT_THAT(store_->Apply(text, RulesOf(url_).chain), IsOkAndHolds(2));
  const auto stored = store_->Load();
  ASSERT_THAT(stored, IsOk());
  EXPECT_EQ(stored->text, text);
  EXPECT_EQ(stored->identity.revision, 2);
  EXPECT_EQ(stored->identity.chain, RulesOf(url_).chain) << "it is one of the rules";
  EXPECT_THAT(store_->InForce(), IsOkAndHolds(stored->identity));
  EXPECT_EQ(Value("SELECT name FROM access_list JOIN principal USING (principal_id)"),
            "database/" + Value("SELECT session_user"));
  EXPECT_EQ(Value("SELECT concat_ws(' ', kind, changes_figures, changes_rules, items) "
                  "FROM ledger_entry WHERE revision = 2"),
            "access f t 1");
}

TEST_F(PostgresAccessStoreTest, TheTextInForceChangesNothing) {
  EXPECT_EQ(ApplyAccessList(url_, "# one"), 2);
  EXPECT_EQ(ApplyAccessList(url_, "# one"), 2);
  EXPECT_THAT(store_->Apply("# one", Digest{}), IsOkAndHolds(2)) << "whatever the rules";
  EXPECT_EQ(ApplyAccessList(url_, "# two"), 3);
  EXPECT_EQ(ApplyAccessList(url_, "# one"), 4);
  EXPECT_EQ(store_->Load()->text, "# one");
  EXPECT_EQ(Value("SELECT count(*) FROM access_list"), "3");
}

TEST_F(PostgresAccessStoreTest, AppliesUnderTheRulesThatItWasCheckedBy) {
  const Digest before = RulesOf(url_).chain;
  ASSERT_THAT(store_->Apply("# one", before), IsOk());
  EXPECT_THAT(store_->Apply("# two", before),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("rules have changed")));
  EXPECT_EQ(store_->Load()->text, "# one");
  EXPECT_EQ(Value("SELECT count(*) FROM access_list"), "1");
  EXPECT_THAT(store_->Apply("# two", RulesOf(url_).chain), IsOkAndHolds(3));
}

// A grant that is taken away is gone at once, also for what was admitted before.
TEST_F(PostgresAccessStoreTest, NothingIsRecordedUnderTheRulesOfBefore) {
  const Digest before = RulesOf(url_).chain;
  ApplyAccessList(url_, "# one");
  const auto events = storage::MakePostgresEventStore({.postgres = {.url = url_}});
  const std::vector<Event> batch = {MakeEvent(*catalog_, {.id = 1})};
  const auto outcome_under = [&](const Digest& rules) {
    const auto result = events->Commit(batch, rules);
    return result.ok() ? result->outcomes.front().outcome : Outcome::kConflict;
  };
  EXPECT_EQ(outcome_under(before), Outcome::kUnsettled);
  EXPECT_EQ(outcome_under(RulesOf(url_).chain), Outcome::kRecorded);
}

TEST_F(PostgresAccessStoreTest, OfTwoAtOnceOneComesFirst) {
  const Digest rules = RulesOf(url_).chain;
  std::vector<absl::StatusOr<int64_t>> revisions(4);
  std::vector<std::thread> threads;
  for (auto& revision : revisions) {
    threads.emplace_back(
        [&, this] { revision = MakePostgresAccessStore({.url = url_})->Apply("# one", rules); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(revisions, testing::Each(IsOkAndHolds(2))) << "all but one find it in force";
  EXPECT_EQ(Value("SELECT count(*) FROM ledger_entry"), "2");
}

TEST_F(PostgresAccessStoreTest, FollowersAndPastStatesPassOverIt) {
  const auto reader = storage::MakePostgresLedgerReader({.url = url_});
  const auto start = reader->Load();
  ASSERT_THAT(start, IsOk());
  ApplyAccessList(url_, "# one");
  const auto events = storage::MakePostgresEventStore({.postgres = {.url = url_}});
  ASSERT_THAT(
      events->Commit(std::vector<Event>{MakeEvent(*catalog_, {.id = 1})}, RulesOf(url_).chain),
      IsOk());
  const auto read = reader->ReadAfter(start->position);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->position.revision, 3);
  EXPECT_FALSE(read->catalog.has_value());
  EXPECT_EQ(read->entries.Of("access"), 1);
  EXPECT_EQ(reader->Load()->entries.Of("access"), 1);
  const auto past = storage::MakePostgresPastLedger({.url = url_})->Load(AsOf{int64_t{2}});
  ASSERT_THAT(past, IsOk());
  EXPECT_EQ(past->state.catalog.identity.revision, 1);
  EXPECT_EQ(past->state.entries.Of("access"), 1);
}

TEST_F(PostgresAccessStoreTest, ARoleWithoutRightsAppliesNothing) {
  Query(url_, "CREATE ROLE access_reader LOGIN");
  Query(url_, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO access_reader");
  const auto reader = MakePostgresAccessStore({.url = url_ + " user=access_reader"});
  EXPECT_THAT(reader->InForce(), IsOk());
  EXPECT_THAT(reader->Apply("# one", RulesOf(url_).chain),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("permission denied")));
  EXPECT_EQ(Value("SELECT count(*) FROM ledger_entry"), "1");
  Query(url_, "DROP OWNED BY access_reader; DROP ROLE access_reader");
}

TEST_F(PostgresAccessStoreTest, StopsAtWhatItDoesNotKnow) {
  const Digest rules = RulesOf(url_).chain;
  AppendEntry(url_, "'edition', false, true");
  EXPECT_THAT(store_->InForce(), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(store_->Load(), StatusIs(absl::StatusCode::kUnimplemented));
  EXPECT_THAT(store_->Apply("# one", rules), StatusIs(absl::StatusCode::kUnimplemented));
  Query(url_, "INSERT INTO schema_migration VALUES (999, '0999_later', '')");
  EXPECT_THAT(store_->InForce(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(PostgresAccessStoreTest, ALedgerWithoutAHeadTakesNone) {
  Query(url_, "DELETE FROM ledger_head");
  EXPECT_THAT(store_->Apply("# one", Digest{}), StatusIs(absl::StatusCode::kInternal));
  EXPECT_EQ(Value("SELECT count(*) FROM access_list"), "0");
}

TEST(PostgresAccessStore, IsUnavailableWithoutAServer) {
  const auto store = MakePostgresAccessStore({.url = "host=/nonexistent"});
  EXPECT_THAT(store->InForce(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(store->Apply("# one", Digest{}), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace jurimeter::test
