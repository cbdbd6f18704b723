#include "storage/postgres/prepared.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>

#include "storage/postgres/binary_values.h"
#include "storage/postgres/errors.h"
#include "tests/storage/postgres/failure_of.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::storage {
namespace {

using test::FailureOf;

class PreparedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto connection = Connect({.url = url_});
    ASSERT_THAT(connection, test::IsOk());
    connection_ = *std::move(connection);
    Prepare(*connection_, "divide", "SELECT $1::bigint / $2::bigint");
  }

  int64_t Divide(int64_t dividend, int64_t divisor) {
    return RunPrepared(*connection_, "divide", {BigintBytes(dividend), BigintBytes(divisor)})
        .Bigint(0, 0);
  }

  std::string url_ = test::PostgresCluster::Get().EmptyDatabase();
  std::unique_ptr<Connection> connection_;
};

TEST_F(PreparedTest, RunsAgainAndAgain) {
  EXPECT_EQ(Divide(INT64_MIN, 1), INT64_MIN);
  EXPECT_EQ(Divide(7, -2), -3);
}

TEST_F(PreparedTest, ThrowsWhatFailedAndCanBeUsedOn) {
  EXPECT_EQ(FailureOf([&] { Divide(1, 0); }), Failure::kData);
  EXPECT_EQ(FailureOf([&] { RunPrepared(*connection_, "unknown", {}); }), Failure::kRetry);
  EXPECT_EQ(FailureOf([&] { RunStatement(*connection_, "SELECT 1 FROM nowhere"); }),
            Failure::kFinal);
  EXPECT_EQ(FailureOf([&] { Prepare(*connection_, "nowhere", "SELECT 1 FROM nowhere"); }),
            Failure::kFinal);
  EXPECT_EQ(Divide(6, 3), 2);
}

TEST_F(PreparedTest, ThrowsWhereTheConnectionIsLost) {
  test::Query(url_,
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
              "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  EXPECT_EQ(FailureOf([&] { Divide(1, 1); }), Failure::kRetry);
  EXPECT_THROW(Divide(1, 1), pqxx::broken_connection);
}

TEST_F(PreparedTest, ReadsEachTypeAndNoOther) {
  enum { kInteger, kBigint, kUuid, kText, kNull };
  const std::string id = "0189d1a0-7c1e-7000-8000-0123456789ab";
  const Result row = RunStatement(
      *connection_,
      ("SELECT -5::integer, -6::bigint, '" + id + "'::uuid, '律师'::text, NULL::bigint").c_str());
  ASSERT_EQ(row.rows(), 1);
  EXPECT_EQ(row.Integer(0, kInteger), -5);
  EXPECT_EQ(row.Bigint(0, kBigint), -6);
  EXPECT_EQ(row.Uuid(0, kUuid).ToString(), id);
  EXPECT_EQ(row.Text(0, kText), "律师");
  EXPECT_TRUE(row.IsNull(0, kNull));
  EXPECT_FALSE(row.IsNull(0, kBigint));
  EXPECT_THROW(row.Integer(0, kBigint), pqxx::conversion_error);
  EXPECT_THROW(row.Bigint(0, kInteger), pqxx::conversion_error);
  EXPECT_THROW(row.Uuid(0, kBigint), pqxx::conversion_error);
  EXPECT_THROW(row.Bigint(0, kNull), pqxx::conversion_error);
}

}  // namespace
}  // namespace jurimeter::storage
