#include "storage/postgres/catalog_entry.h"

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/escaping.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "tests/storage/postgres/open_ledger.h"

namespace jurimeter::storage {
namespace {

class CatalogEntryTest : public test::OpenLedgerTest {
 protected:
  EntryItems Read(const std::string& entry_id) const {
    pqxx::connection connection(url_);
    pqxx::work work(connection);
    return ReadCatalogItems(work, std::stoll(entry_id));
  }

  // "ITEMS DIGEST", as the ledger states them for the entry at `revision`.
  std::string Stated(int revision) const {
    return Value(
        "SELECT items || ' ' || encode(digest, 'hex') FROM ledger_entry WHERE revision = " +
        std::to_string(revision));
  }

  std::string ReadAt(int revision) const {
    const EntryItems items = Read(
        Value("SELECT entry_id FROM ledger_entry WHERE revision = " + std::to_string(revision)));
    const absl::string_view digest(reinterpret_cast<const char*>(items.digest.data()),
                                   items.digest.size());
    return std::to_string(items.count) + " " + absl::BytesToHexString(digest);
  }
};

TEST_F(CatalogEntryTest, ReadsWhatTheEntryStates) {
  EXPECT_THAT(Stated(1), ::testing::StartsWith("10 ")) << "the text, 3 bureaus, 4 indicators and 2 "
                                                          "categories";
  EXPECT_EQ(ReadAt(1), Stated(1));
}

TEST_F(CatalogEntryTest, HasTheKeysThatItGaveAndNoOthers) {
  CatalogSpec spec = test::TestCatalogSpec();
  spec.bureaus.push_back({.code = "archive", .name_zh = "档案", .name_en = "", .region = "23"});
  ASSERT_THAT(MakePostgresCatalogStore({.url = url_})->Apply(spec, "later"), test::IsOk());
  EXPECT_THAT(Stated(2), ::testing::StartsWith("2 "));
  EXPECT_EQ(ReadAt(2), Stated(2));
  EXPECT_EQ(ReadAt(1), Stated(1));
}

TEST_F(CatalogEntryTest, EveryChangeChangesTheDigest) {
  const std::string kChanges[] = {
      "UPDATE catalog SET source = source || ' '",
      "UPDATE catalog SET time_zone = 'Asia/Tokyo'",
      "UPDATE principal SET name = 'database/other' WHERE name LIKE 'database/%'",
      "UPDATE catalog SET principal_id = 99",
      "UPDATE bureau SET code = 'court2' WHERE code = 'court'",
      "UPDATE indicator SET quantity_decimals = 1 WHERE code = 'offices.open'",
      "UPDATE category SET code = 'other' WHERE code = 'family'",
  };
  std::string before = ReadAt(1);
  for (const std::string& change : kChanges) {
    test::Query(url_, change);
    const std::string after = ReadAt(1);
    EXPECT_NE(after, before) << change;
    before = after;
  }
}

TEST_F(CatalogEntryTest, AnEntryOfNoCatalogHasNoItems) { EXPECT_EQ(Read("999").count, 0); }

}  // namespace
}  // namespace jurimeter::storage
