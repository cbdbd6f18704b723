#include "storage/postgres/postgres_rules_store.h"

#include <gmock/gmock.h>

#include <string>

#include "domain/ledger/chain.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_access.h"
#include "tests/support/test_catalog.h"
#include "tests/support/test_closing.h"

namespace jurimeter::test {
namespace {

using storage::MakePostgresCatalogStore;
using storage::MakePostgresRulesStore;
using storage::RulesChange;
using storage::RulesIdentity;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PostgresRulesStoreTest : public ::testing::Test {
 protected:
  RulesChange Read(const RulesIdentity& known) const {
    const auto change = store_->Read(known);
    EXPECT_THAT(change, IsOk());
    return change.ok() ? *change : RulesChange{};
  }

  Closing Record(const TestClosing& closing) const {
    const ClosingRequest request = MakeClosing(*catalog_, closing);
    return AsRecorded(request, RecordClosing(url_, request));
  }

  std::string url_ = PostgresCluster::Get().MigratedDatabase();
  std::shared_ptr<const Catalog> catalog_ = ApplyTestCatalog(url_);
  std::unique_ptr<storage::RulesStore> store_ = MakePostgresRulesStore({.url = url_});
};

TEST_F(PostgresRulesStoreTest, TheFirstReadHasAll) {
  const RulesChange change = Read({});
  EXPECT_EQ(change.identity.revision, 1);
  EXPECT_EQ(change.identity.chain, CatalogChainOf(url_));
  EXPECT_EQ(change.identity.catalog.revision, 1);
  EXPECT_EQ(change.identity.catalog.chain, CatalogChainOf(url_));
  ASSERT_TRUE(change.catalog.has_value());
  EXPECT_EQ(change.catalog->identity, change.identity.catalog);
  EXPECT_EQ(change.catalog->text, kTestCatalogText);
  EXPECT_TRUE(change.anew);
  EXPECT_THAT(change.closings, IsEmpty());
}

TEST_F(PostgresRulesStoreTest, ReadsWhatIsNewAndNoMore) {
  const RulesIdentity start = Read({}).identity;
  AppendEntry(url_, "'note', false, false");
  const RulesChange none = Read(start);
  EXPECT_EQ(none.identity, start) << "a note is no rule";
  EXPECT_FALSE(none.catalog.has_value());
  EXPECT_FALSE(none.anew);
  EXPECT_THAT(none.closings, IsEmpty());

  const Closing first = Record({.request = 5001, .last = "2023-06-30"});
  const RulesChange closed = Read(start);
  EXPECT_EQ(closed.identity.revision, 3);
  EXPECT_NE(closed.identity.chain, start.chain);
  EXPECT_EQ(closed.identity.catalog, start.catalog);
  EXPECT_FALSE(closed.catalog.has_value());
  EXPECT_FALSE(closed.anew);
  EXPECT_THAT(closed.closings, ElementsAre(first));

  ASSERT_THAT(MakePostgresCatalogStore({.url = url_})->Apply(TestCatalogSpec(), "two"),
              IsOkAndHolds(4));
  const Closing second = Record({.request = 5002, .reopens = first.revision});
  const RulesChange both = Read(closed.identity);
  EXPECT_EQ(both.identity.revision, 5);
  EXPECT_EQ(both.identity.catalog.revision, 4);
  EXPECT_EQ(both.catalog->text, "two");
  EXPECT_FALSE(both.anew);
  EXPECT_THAT(both.closings, ElementsAre(second));
  EXPECT_THAT(Read(start).closings, ElementsAre(first, second));

  const RulesChange all = Read({});
  EXPECT_EQ(all.identity, both.identity);
  EXPECT_TRUE(all.anew);
  EXPECT_THAT(all.closings, ElementsAre(first, second));
  EXPECT_THAT(Read(all.identity).closings, IsEmpty());
}

TEST_F(PostgresRulesStoreTest, ReadsAnAccessListOnce) {
  const RulesIdentity start = Read({}).identity;
  EXPECT_EQ(start.access, storage::AccessIdentity{});
  ApplyAccessList(url_, "# one");
  const RulesChange listed = Read(start);
  EXPECT_EQ(listed.identity.revision, 2);
  EXPECT_EQ(listed.identity.access.revision, 2);
  EXPECT_EQ(listed.identity.access.chain, listed.identity.chain);
  EXPECT_EQ(listed.identity.catalog, start.catalog);
  ASSERT_TRUE(listed.access.has_value());
  EXPECT_EQ(listed.access->identity, listed.identity.access);
  EXPECT_EQ(listed.access->text, "# one");
  EXPECT_FALSE(listed.catalog.has_value());
  EXPECT_FALSE(listed.anew);

  Record({.request = 5001});
  const RulesChange closed = Read(listed.identity);
  EXPECT_EQ(closed.identity.access, listed.identity.access);
  EXPECT_FALSE(closed.access.has_value());
  ApplyAccessList(url_, "# two");
  EXPECT_EQ(Read(closed.identity).access->text, "# two");
  EXPECT_EQ(Read({}).access->text, "# two");
}

// After a restore a revision can stand for another closing, while the catalog is the same.
TEST_F(PostgresRulesStoreTest, ReadsAnotherHistoryAnew) {
  const Closing kept = Record({.request = 5001, .bureau = "court"});
  const RulesIdentity common = Read({}).identity;
  Record({.request = 5002});
  const RulesIdentity lost = Read({}).identity;
  Query(url_, R"(
DELETE FROM closing_part WHERE entry_id = (SELECT max(entry_id) FROM closing);
DELETE FROM closing WHERE entry_id = (SELECT max(entry_id) FROM closing);
DELETE FROM ledger_entry WHERE revision = 3;
UPDATE ledger_head SET (revision, chain, rules_chain) =
  (SELECT revision, chain, chain FROM ledger_entry WHERE revision = 2))");
  const RulesChange back = Read(lost);
  EXPECT_EQ(back.identity, common);
  EXPECT_TRUE(back.anew);
  EXPECT_THAT(back.closings, ElementsAre(kept));
  EXPECT_FALSE(back.catalog.has_value()) << "it is the same";

  const Closing other = Record({.request = 5003, .bureau = "police"});
  ASSERT_EQ(other.revision, lost.revision);
  const RulesChange again = Read(lost);
  EXPECT_TRUE(again.anew);
  EXPECT_THAT(again.closings, ElementsAre(kept, other));
  const RulesChange followed = Read(common);
  EXPECT_FALSE(followed.anew);
  EXPECT_THAT(followed.closings, ElementsAre(other));
}

TEST_F(PostgresRulesStoreTest, WithoutACatalogThereIsNone) {
  const std::string url = PostgresCluster::Get().MigratedDatabase();
  const auto change = MakePostgresRulesStore({.url = url})->Read({});
  ASSERT_THAT(change, IsOk());
  EXPECT_EQ(change->identity.revision, 0);
  EXPECT_EQ(change->identity.chain, FirstChain());
  EXPECT_EQ(change->identity.catalog, storage::CatalogIdentity{});
  EXPECT_FALSE(change->catalog.has_value());
}

TEST_F(PostgresRulesStoreTest, RefusesWhatItCannotFollow) {
  struct Case {
    const char* harm;
    absl::StatusCode code;
    const char* words;
  };
  const Case kCases[] = {
      {"UPDATE ledger_head SET rules_chain = sha256('other')", absl::StatusCode::kInternal,
       "other rules than revision 3"},
      {"UPDATE catalog SET entry_id = 999", absl::StatusCode::kInternal,
       "the catalog of revision 1 is not there"},
      {"DELETE FROM closing_part", absl::StatusCode::kInternal, "of revision 2, of which 1"},
      {"DELETE FROM access_list", absl::StatusCode::kInternal,
       "the access list of revision 3 is not there"},
      {"DELETE FROM ledger_head", absl::StatusCode::kInternal, "has no head"},
      {"INSERT INTO schema_migration VALUES (999, '0999_later', '')",
       absl::StatusCode::kFailedPrecondition, "0999_later"}};
  for (const Case& each : kCases) {
    SCOPED_TRACE(each.harm);
    const std::string url = PostgresCluster::Get().MigratedDatabase();
    const auto catalog = ApplyTestCatalog(url);
    RecordClosing(url, MakeClosing(*catalog, {}));
    ApplyAccessList(url, "# one");
    const auto store = MakePostgresRulesStore({.url = url});
    ASSERT_THAT(store->Read({}), IsOk());
    Query(url, each.harm);
    EXPECT_THAT(store->Read({}), StatusIs(each.code, HasSubstr(each.words)));
  }
}

TEST_F(PostgresRulesStoreTest, AnEntryOfAKindThatIsNotKnownIsNotPassed) {
  for (const char* kind : {"'edition', false, true", "'estimate', true, false"}) {
    const std::string url = PostgresCluster::Get().MigratedDatabase();
    ApplyTestCatalog(url);
    const auto store = MakePostgresRulesStore({.url = url});
    const RulesIdentity known = store->Read({})->identity;
    AppendEntry(url, "'note', false, false");
    EXPECT_THAT(store->Read(known), IsOk()) << "it changes nothing";
    AppendEntry(url, kind);
    EXPECT_THAT(store->Read(known), StatusIs(absl::StatusCode::kUnimplemented,
                                             HasSubstr("revision 3 of the ledger is of kind")));
  }
}

TEST_F(PostgresRulesStoreTest, KnowsEarlierCatalogs) {
  ASSERT_THAT(MakePostgresCatalogStore({.url = url_})->Apply(TestCatalogSpec(), "two"), IsOk());
  EXPECT_EQ(store_->LastBefore(2)->text, kTestCatalogText);
  EXPECT_THAT(store_->LastBefore(1), StatusIs(absl::StatusCode::kNotFound));
}

TEST(PostgresRulesStore, IsUnavailableWithoutAServer) {
  EXPECT_THAT(MakePostgresRulesStore({.url = "host=/nonexistent"})->Read({}),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace jurimeter::test
