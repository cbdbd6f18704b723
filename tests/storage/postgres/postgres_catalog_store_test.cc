#include "storage/postgres/postgres_catalog_store.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::test {
namespace {

using storage::MakePostgresCatalogStore;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class PostgresCatalogStoreTest : public ::testing::Test {
 protected:
  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::unique_ptr<storage::CatalogStore> store_ = MakePostgresCatalogStore({.url = url_});
};

TEST_F(PostgresCatalogStoreTest, HasNoneAtFirst) {
  EXPECT_EQ(store_->InForce().value().revision, 0);
  EXPECT_THAT(store_->Load(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("jurimeter catalog apply")));
}

TEST_F(PostgresCatalogStoreTest, AppliesUnderTheRulesThatItWasComparedWith) {
  ASSERT_THAT(store_->Apply(TestCatalogSpec(), "one"), IsOkAndHolds(1));
  const Digest first = store_->InForce().value().chain;
  EXPECT_THAT(store_->Apply(TestCatalogSpec(), "two", first), IsOkAndHolds(2));
  EXPECT_THAT(store_->Apply(TestCatalogSpec(), "three", first),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("rules have changed")));
  EXPECT_EQ(store_->InForce().value().revision, 2);
  EXPECT_EQ(store_->Load().value().text, "two");
  EXPECT_THAT(store_->Apply(TestCatalogSpec(), "three", store_->InForce().value().chain),
              IsOkAndHolds(3));
}

TEST_F(PostgresCatalogStoreTest, GivesKeysByPlaceAndKeepsTheText) {
  const std::string text = "# 目录\nname: \"it's\\n\"\n";
  EXPECT_THAT(store_->Apply(TestCatalogSpec(), text), IsOkAndHolds(1));
  EXPECT_EQ(store_->InForce().value().revision, 1);
  EXPECT_EQ(Query(url_,
                  "SELECT count(*) FROM catalog JOIN principal USING (principal_id) "
                  "WHERE name = 'database/' || session_user")[0][0]
                .as<int>(),
            1);
  const auto stored = store_->Load();
  ASSERT_THAT(stored, IsOk());
  EXPECT_EQ(stored->identity.revision, 1);
  EXPECT_EQ(stored->text, text);
  const CatalogKeys expected = CatalogKeys::ByPlace(TestCatalogSpec());
  EXPECT_EQ(stored->keys.bureaus, expected.bureaus);
  EXPECT_EQ(stored->keys.indicators, expected.indicators);
  EXPECT_EQ(stored->keys.categories, expected.categories);
}

// After a restore a revision can stand for another catalog, and a key for another code.
TEST_F(PostgresCatalogStoreTest, ACatalogIsKnownByItsChainAndNotByItsRevision) {
  ASSERT_THAT(store_->Apply(TestCatalogSpec(), "one"), IsOkAndHolds(1));
  const auto first = store_->InForce();
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(*store_->InForce(), *first);
  EXPECT_EQ(store_->Load()->identity, *first);

  const std::string url = PostgresCluster::Get().MigratedDatabase();
  const auto other = storage::MakePostgresCatalogStore({.url = url});
  CatalogSpec spec = TestCatalogSpec();
  std::swap(spec.bureaus[0], spec.bureaus[1]);
  ASSERT_THAT(other->Apply(spec, "one"), IsOkAndHolds(1));
  EXPECT_NE(other->InForce()->chain, first->chain);
}

TEST_F(PostgresCatalogStoreTest, AnEntryOfAKindThatIsNotKnownIsNotPassed) {
  ASSERT_THAT(store_->Apply(TestCatalogSpec(), "one"), IsOkAndHolds(1));
  AppendEntry(url_, "'note', false, false");
  EXPECT_THAT(store_->InForce(), IsOk()) << "it changes nothing";
  AppendEntry(url_, "'edition', false, true");
  EXPECT_THAT(store_->InForce(),
              StatusIs(absl::StatusCode::kUnimplemented,
                       HasSubstr("revision 3 of the ledger is of kind \"edition\"")));
}

TEST_F(PostgresCatalogStoreTest, TheTextInForceChangesNothing) {
  EXPECT_THAT(store_->Apply(TestCatalogSpec(), "one"), IsOkAndHolds(1));
  EXPECT_THAT(store_->Apply(TestCatalogSpec(), "one"), IsOkAndHolds(1));
  EXPECT_THAT(store_->Apply(TestCatalogSpec(), "two"), IsOkAndHolds(2));
  EXPECT_THAT(store_->Apply(TestCatalogSpec(), "one"), IsOkAndHolds(3));
}

TEST_F(PostgresCatalogStoreTest, KeysNeverChangeOrReturn) {
  const CatalogSpec full = TestCatalogSpec();
  ASSERT_THAT(store_->Apply(full, "full"), IsOk());
  const CatalogKeys before = store_->Load()->keys;

  CatalogSpec other = full;
  other.bureaus.erase(other.bureaus.begin());
  other.bureaus.insert(other.bureaus.begin(),
                       {.code = "archive", .name_zh = "档案", .name_en = "", .region = "23"});
  other.indicators[0].categories[0].code = "housing";
  ASSERT_THAT(store_->Apply(other, "other"), IsOkAndHolds(2));
  const CatalogKeys after = store_->Load()->keys;
  for (const auto& [code, key] : before.bureaus) EXPECT_EQ(after.bureaus.at(code), key) << code;
  EXPECT_EQ(after.bureaus.at("archive"), 4);
  EXPECT_EQ(after.indicators, before.indicators);
  EXPECT_EQ(after.categories.at({"disputes.received", "family"}),
            before.categories.at({"disputes.received", "family"}));
  EXPECT_EQ(after.categories.at({"disputes.received", "housing"}), 3);

  ASSERT_THAT(store_->Apply(full, "full"), IsOkAndHolds(3));
  EXPECT_EQ(store_->Load()->keys.bureaus, after.bureaus);
  EXPECT_EQ(store_->Load()->keys.categories, after.categories);
}

TEST_F(PostgresCatalogStoreTest, KeepsEveryTextThatWasApplied) {
  ASSERT_THAT(store_->Apply(TestCatalogSpec(), "one"), IsOkAndHolds(1));
  ASSERT_THAT(store_->Apply(TestCatalogSpec(), "two"), IsOkAndHolds(2));
  const auto latest = store_->LastBefore(3);
  ASSERT_THAT(latest, IsOk());
  EXPECT_EQ(latest->revision, 2);
  EXPECT_EQ(latest->text, "two");
  const auto first = store_->LastBefore(2);
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->revision, 1);
  EXPECT_EQ(first->text, "one");
  for (const int64_t revision : {1, 0, -1}) {
    EXPECT_THAT(store_->LastBefore(revision), StatusIs(absl::StatusCode::kNotFound)) << revision;
  }
}

TEST_F(PostgresCatalogStoreTest, NamesAllContradictionsAndChangesNothing) {
  ASSERT_THAT(store_->Apply(TestCatalogSpec(), "one"), IsOk());
  CatalogSpec spec = TestCatalogSpec();
  spec.time_zone = "Asia/Tokyo";
  spec.indicators[1].definition = Stock{};                          // was a flow
  spec.indicators[2].definition = Cumulative{"disputes.received"};  // was a stock
  spec.indicators[3].definition = Flow{};                           // was a ratio
  spec.bureaus.push_back({.code = "new", .name_zh = "新", .name_en = "", .region = "23"});
  EXPECT_THAT(
      store_->Apply(spec, "two"),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               AllOf(HasSubstr("was \"Asia/Shanghai\" and cannot become \"Asia/Tokyo\""),
                     HasSubstr("\"disputes.resolved\": was flow and cannot become stock"),
                     HasSubstr("\"offices.open\": was stock and cannot become derived"),
                     HasSubstr("\"disputes.resolution_rate\": was derived and cannot become flow"),
                     ::testing::Not(HasSubstr("received\"")))));
  EXPECT_EQ(store_->InForce().value().revision, 1);
  EXPECT_FALSE(store_->Load()->keys.bureaus.contains("new"));
}

TEST_F(PostgresCatalogStoreTest, ARatioMayBecomeAGrowth) {
  ASSERT_THAT(store_->Apply(TestCatalogSpec(), "one"), IsOk());
  CatalogSpec spec = TestCatalogSpec();
  spec.indicators[3].definition = Growth{"disputes.received"};
  EXPECT_THAT(store_->Apply(spec, "two"), IsOkAndHolds(2));
}

TEST_F(PostgresCatalogStoreTest, AnIndicatorThatWasGoneKeepsItsMeasure) {
  CatalogSpec without = TestCatalogSpec();
  ASSERT_THAT(store_->Apply(without, "one"), IsOk());
  without.indicators.erase(without.indicators.begin() + 2);
  ASSERT_THAT(store_->Apply(without, "two"), IsOk());
  CatalogSpec back = TestCatalogSpec();
  back.indicators[2].definition = Flow{};
  EXPECT_THAT(store_->Apply(back, "three"),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("offices.open")));
}

TEST_F(PostgresCatalogStoreTest, AnIndicatorThatWasGoneKeepsItsDecimals) {
  CatalogSpec spec = TestCatalogSpec();
  spec.indicators[2].quantity_decimals = 2;
  ASSERT_THAT(store_->Apply(spec, "one"), IsOk());
  CatalogSpec without = spec;
  without.indicators.erase(without.indicators.begin() + 2);
  ASSERT_THAT(store_->Apply(without, "two"), IsOk());
  CatalogSpec back = spec;
  back.indicators[2].quantity_decimals = 0;
  EXPECT_THAT(
      store_->Apply(back, "three"),
      StatusIs(absl::StatusCode::kFailedPrecondition,
               HasSubstr("indicator \"offices.open\": its quantity_decimals were 2 and cannot "
                         "become 0")));
  EXPECT_EQ(store_->InForce().value().revision, 2);
  EXPECT_THAT(store_->Apply(spec, "three"), IsOkAndHolds(3));
}

TEST_F(PostgresCatalogStoreTest, NamesAllContradictionsAndEachOnce) {
  CatalogSpec spec = TestCatalogSpec();
  spec.indicators[0].quantity_decimals = 2;
  ASSERT_THAT(store_->Apply(spec, "one"), IsOk());
  CatalogSpec changed = spec;
  changed.indicators[0].quantity_decimals = 1;
  changed.indicators[2].definition = Flow{};  // a stock before
  changed.indicators[2].quantity_decimals = 2;
  EXPECT_THAT(store_->Apply(changed, "two"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("disputes.received\": its quantity_decimals were 2"),
                             HasSubstr("offices.open\": was stock and cannot become flow"),
                             Not(HasSubstr("offices.open\": its quantity_decimals")))));
}

TEST_F(PostgresCatalogStoreTest, NamesTheSequenceThatIsBehind) {
  CatalogSpec spec = TestCatalogSpec();
  ASSERT_THAT(store_->Apply(spec, "one"), IsOk());
  Query(url_, "ALTER TABLE bureau ALTER bureau_id RESTART");
  spec.bureaus.push_back(spec.bureaus.back());
  spec.bureaus.back().code = "late";
  EXPECT_THAT(store_->Apply(spec, "two"),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("as the owner run: SELECT setval('public.bureau_bureau_id_seq'")));
  EXPECT_EQ(store_->InForce().value().revision, 1);
}

TEST_F(PostgresCatalogStoreTest, TwoAtOnceTakeTurns) {
  constexpr int kThreads = 4;
  std::vector<std::thread> threads;
  std::vector<absl::StatusOr<int64_t>> versions(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      versions[i] = MakePostgresCatalogStore({.url = url_})
                        ->Apply(TestCatalogSpec(), "text " + std::to_string(i));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& version : versions) EXPECT_THAT(version, IsOk());
  EXPECT_EQ(store_->InForce().value().revision, kThreads);
  EXPECT_EQ(store_->Load()->keys.bureaus.size(), 3u);
}

TEST(PostgresCatalogStore, RefusesAnotherSchema) {
  const auto store = MakePostgresCatalogStore({.url = PostgresCluster::Get().EmptyDatabase()});
  const auto refused =
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("jurimeter migrate"));
  EXPECT_THAT(store->InForce(), refused);
  EXPECT_THAT(store->Load(), refused);
  EXPECT_THAT(store->Apply(TestCatalogSpec(), "text"), refused);
}

TEST(PostgresCatalogStore, IsUnavailableWithoutAServer) {
  const auto store = MakePostgresCatalogStore({.url = "host=/nonexistent"});
  EXPECT_THAT(store->InForce(), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace jurimeter::test
