#include "storage/postgres/stored_catalog.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "storage/postgres/catalog_identity.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "tests/support/eventually.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::storage {
namespace {

using test::IsOk;
using test::StatusIs;

// Catalogs at the revisions 2 and 4. The second leaves "police" out, and adds "office" and a
// category.
class StoredCatalogTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto store = MakePostgresCatalogStore({.url = url_});
    test::AppendEntry(url_, "'note', false, false");
    CatalogSpec spec = test::TestCatalogSpec();
    ASSERT_THAT(store->Apply(spec, "first"), IsOk());
    test::AppendEntry(url_, "'note', false, false");
    for (BureauSpec& bureau : spec.bureaus) {
      if (bureau.code == "police") bureau.code = "office";
    }
    spec.indicators[0].categories.push_back({.code = "new", .name_zh = "新", .name_en = ""});
    ASSERT_THAT(store->Apply(spec, "second"), IsOk());
    auto connection = Connect({.url = url_});
    ASSERT_THAT(connection, IsOk());
    connection_ = *std::move(connection);
  }

  std::string url_ = test::PostgresCluster::Get().MigratedDatabase();
  std::unique_ptr<Connection> connection_;
};

TEST_F(StoredCatalogTest, IsTheLastOneUntilTheRevision) {
  EXPECT_THAT(ReadCatalogAt(*connection_, 0), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(ReadCatalogAt(*connection_, 1), StatusIs(absl::StatusCode::kNotFound));
  for (const auto& [revision, text, at] :
       {std::tuple(2, "first", 2), {3, "first", 2}, {4, "second", 4}, {99, "second", 4}}) {
    const auto catalog = ReadCatalogAt(*connection_, revision);
    ASSERT_THAT(catalog, IsOk()) << revision;
    EXPECT_EQ(catalog->text, text) << revision;
    EXPECT_EQ(catalog->identity.revision, at) << revision;
  }
  EXPECT_EQ(ReadCatalogAt(*connection_, 4)->identity.chain, test::CatalogChainOf(url_));
  EXPECT_NE(ReadCatalogAt(*connection_, 3)->identity.chain, test::CatalogChainOf(url_));
}

// A key that a later catalog gave must not show in an earlier state.
TEST_F(StoredCatalogTest, HasTheKeysThatWereGivenUntilThen) {
  const CatalogKeys first = ReadCatalogAt(*connection_, 3)->keys;
  const CatalogKeys expected = CatalogKeys::ByPlace(test::TestCatalogSpec());
  EXPECT_EQ(first.bureaus, expected.bureaus);
  EXPECT_EQ(first.indicators, expected.indicators);
  EXPECT_EQ(first.categories, expected.categories);
  const CatalogKeys second = ReadCatalogAt(*connection_, 4)->keys;
  EXPECT_TRUE(second.bureaus.contains("police")) << "keys stay";
  EXPECT_TRUE(second.bureaus.contains("office"));
  EXPECT_EQ(second.bureaus.size(), first.bureaus.size() + 1);
  EXPECT_EQ(second.categories.size(), first.categories.size() + 1);
}

TEST_F(StoredCatalogTest, BeforeARevisionIsAnEarlierOne) {
  EXPECT_EQ(ReadCatalogBefore(*connection_, 5)->text, "second");
  EXPECT_EQ(ReadCatalogBefore(*connection_, 4)->text, "first");
  EXPECT_EQ(ReadCatalogBefore(*connection_, 4)->revision, 2);
  EXPECT_THAT(ReadCatalogBefore(*connection_, 2), StatusIs(absl::StatusCode::kNotFound));
}

// Nobody looks through the entries since, of which there may be millions: services ask once a
// second. So small a table as `catalog` has no statistics that would tell.
TEST_F(StoredCatalogTest, IsFoundWithoutALookThroughTheLedger) {
  test::Query(
      url_,
      "INSERT INTO ledger_entry SELECT 100000 + n, 100000 + n, now(), 'note', false, false, 0, '', "
      "'' FROM generate_series(1, 20000) AS n");
  const auto rows_read = [&] {
    return test::Query(url_,
                       "SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) "
                       "FROM pg_stat_user_tables WHERE relname = 'ledger_entry'")[0][0]
        .as<int64_t>();
  };
  const int64_t before = rows_read();
  EXPECT_EQ(ReadCatalogAt(*connection_, 999'999)->text, "second");
  EXPECT_EQ(ReadCatalogBefore(*connection_, 4)->text, "first");
  EXPECT_EQ(ReadCatalogIdentity(*connection_).revision, 4);
  connection_.reset();  // a session counts for the statistics when it ends
  EXPECT_TRUE(test::Eventually([&] { return rows_read() > before; }));
  EXPECT_LT(rows_read() - before, 100);
}

}  // namespace
}  // namespace jurimeter::storage
