#include "storage/postgres/cursor.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "tests/support/postgres_cluster.h"

namespace jurimeter::test {
namespace {

using storage::Connection;
using storage::Cursor;

class CursorTest : public ::testing::Test {
 protected:
  CursorTest()
      : connection_(*storage::Connect({.url = PostgresCluster::Get().EmptyDatabase()})),
        snapshot_(*connection_) {}

  Cursor Numbers(const std::string& name, int count) {
    return {*connection_, snapshot_, name,
            "SELECT number FROM generate_series(1, " + std::to_string(count) + ") AS number"};
  }

  static int64_t At(const Cursor& rows) { return rows.page().Integer(rows.row(), 0); }

  std::unique_ptr<Connection> connection_;
  pqxx::work snapshot_;
};

TEST_F(CursorTest, ReadsEveryRowOnce) {
  // Less than a page, exactly one or two, and more.
  for (const int count : {0, 1, 4'999, 5'000, 5'001, 10'000, 12'345}) {
    SCOPED_TRACE(count);
    for (const bool ahead : {false, true}) {
      Cursor rows = Numbers("numbers_" + std::to_string(count) + (ahead ? "_ahead" : ""), count);
      int read = 0;
      for (; rows.HasRow(); rows.Next()) {
        if (ahead && rows.row() == 0) rows.Ask();
        ASSERT_EQ(At(rows), ++read);
      }
      EXPECT_EQ(read, count);
      EXPECT_FALSE(rows.HasRow());
      EXPECT_FALSE(rows.NeedsPage());
    }
  }
}

TEST_F(CursorTest, LeavesTheConnectionToOthersOnceItIsSettled) {
  Cursor rows = Numbers("numbers", 15'000);
  int64_t read = 0;
  for (; rows.HasRow(); rows.Next()) {
    if (rows.row() == 0) rows.Ask();
    if (++read % 1'000 == 0) {
      rows.Settle();
      EXPECT_EQ(snapshot_.exec1("SELECT 7")[0].as<int>(), 7);
    }
    ASSERT_EQ(At(rows), read);
  }
  EXPECT_EQ(read, 15'000);
}

TEST_F(CursorTest, ThrowsWhatTheServerSays) {
  Cursor rows(*connection_, snapshot_, "broken",
              "SELECT 1 / (number - 3) FROM generate_series(1, 5) AS number");
  EXPECT_THROW(rows.HasRow(), pqxx::sql_error);
}

}  // namespace
}  // namespace jurimeter::test
