#include "storage/postgres/access_entry.h"

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/escaping.h"
#include "domain/ledger/canonical_bytes.h"
#include "domain/values/text.h"
#include "storage/postgres/known_kinds.h"
#include "tests/storage/postgres/open_ledger.h"
#include "tests/support/test_access.h"

namespace jurimeter::storage {
namespace {

using ::testing::HasSubstr;

class AccessEntryTest : public test::OpenLedgerTest {
 protected:
  EntryItems Read(int64_t entry_id) const {
    pqxx::connection connection(url_);
    pqxx::work work(connection);
    return ReadAccessItems(work, entry_id);
  }

  int64_t EntryAt(int64_t revision) const {
    return std::stoll(
        Value("SELECT entry_id FROM ledger_entry WHERE revision = " + std::to_string(revision)));
  }
};

TEST_F(AccessEntryTest, HasTheTextAndWhoAppliedIt) {
  const int64_t revision = test::ApplyAccessList(url_, "# 名单");
  std::string leaf;
  AppendAccessList("# 名单", "database/" + Value("SELECT session_user"), &leaf);
  MerkleTree tree;
  tree.Add(leaf);
  const EntryItems items = Read(EntryAt(revision));
  EXPECT_EQ(items.count, 1);
  EXPECT_EQ(items.digest, tree.Root());
  EXPECT_EQ(
      Value("SELECT items || ' ' || encode(digest, 'hex') FROM ledger_entry WHERE revision = 2"),
      "1 " + absl::BytesToHexString(ToAbsl(BytesOf(items.digest))));
}

TEST_F(AccessEntryTest, EveryChangeChangesTheDigest) {
  const int64_t entry_id = EntryAt(test::ApplyAccessList(url_, "# one"));
  EntryItems before = Read(entry_id);
  for (const char* change :
       {"UPDATE access_list SET source = source || ' '", "UPDATE principal SET name = name || 'x'",
        "UPDATE access_list SET principal_id = 1", "UPDATE access_list SET principal_id = 99"}) {
    test::Query(url_, change);
    const EntryItems after = Read(entry_id);
    EXPECT_NE(after.digest, before.digest) << change;
    before = after;
  }
  test::Query(url_, "DELETE FROM access_list");
  EXPECT_EQ(Read(entry_id).count, 0);
}

TEST_F(AccessEntryTest, ReadsTheListOfThen) {
  EXPECT_THAT(ReadAccessAt(*connection_, kNewest), test::StatusIs(absl::StatusCode::kNotFound));
  test::ApplyAccessList(url_, "# one");
  test::AppendEntry(url_, "'note', false, false");
  test::ApplyAccessList(url_, "# two");
  EXPECT_THAT(ReadAccessAt(*connection_, 1), test::StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(ReadAccessAt(*connection_, 2)->text, "# one");
  EXPECT_EQ(ReadAccessAt(*connection_, 3)->identity.revision, 2);
  EXPECT_EQ(ReadAccessAt(*connection_, 4)->text, "# two");
  EXPECT_EQ(ReadAccessAt(*connection_, kNewest)->identity.revision, 4);
  test::Query(url_, "DELETE FROM access_list WHERE source = '# two'");
  EXPECT_THAT(ReadAccessAt(*connection_, kNewest),
              test::StatusIs(absl::StatusCode::kInternal,
                             HasSubstr("the access list of revision 4 is not there")));
}

}  // namespace
}  // namespace jurimeter::storage
