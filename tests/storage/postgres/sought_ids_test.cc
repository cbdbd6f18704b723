#include "storage/postgres/sought_ids.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/storage/postgres/open_ledger.h"

namespace jurimeter::storage {
namespace {

using SoughtIdsTest = test::OpenLedgerTest;

TEST_F(SoughtIdsTest, LooksUpWhatTheDatabaseCanHave) {
  Prepare(*connection_, "echo",
          "SELECT place - 1, bureau, event_id FROM unnest($1::text[], $2::uuid[]) "
          "WITH ORDINALITY AS given (bureau, event_id, place) ORDER BY place");
  const std::string first = test::TestId(1), second = test::TestId(2);
  SoughtIds sought;
  EXPECT_TRUE(sought.empty());
  sought.Add(0, "court", "no id");
  sought.Add(1, "court", first);
  sought.Add(2, std::string("nul\0", 4), second);
  sought.Add(3, "法院", second);
  EXPECT_FALSE(sought.empty());
  Transaction transaction(*connection_);
  const Result found = sought.LookUp(transaction, "echo");
  ASSERT_EQ(found.rows(), 2);
  EXPECT_EQ(sought.PlaceOf(found.Bigint(0, 0)), 1u);
  EXPECT_EQ(found.Text(0, 1), "court");
  EXPECT_EQ(found.Uuid(0, 2).ToString(), first);
  EXPECT_EQ(sought.PlaceOf(found.Bigint(1, 0)), 3u);
  EXPECT_EQ(found.Text(1, 1), "法院");
}

}  // namespace
}  // namespace jurimeter::storage
