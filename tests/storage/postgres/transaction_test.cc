#include "storage/postgres/transaction.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "storage/postgres/errors.h"
#include "tests/storage/postgres/failure_of.h"
#include "tests/storage/postgres/word_table.h"
#include "tests/support/postgres_cluster.h"

namespace jurimeter::storage {
namespace {

using test::FailureOf;

class TransactionTest : public test::WordTableTest {};

TEST_F(TransactionTest, AnswersEachStatementInOrderAndCommits) {
  Transaction transaction(*connection_);
  Add(transaction, 1);
  Add(transaction, 2);
  std::vector<Result> results = transaction.Receive();
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].Integer(0, 0), 1);
  EXPECT_EQ(results[1].Integer(0, 0), 2);
  Add(transaction, 3);
  transaction.Flush();
  Add(transaction, 4);
  EXPECT_EQ(Words(), "");
  results = transaction.Commit();
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[1].Integer(0, 0), 4);
  EXPECT_EQ(Words(), "1 2 3 4");
}

TEST_F(TransactionTest, RollsBackWhatIsNotCommittedAndLeavesTheConnectionUsable) {
  {
    Transaction transaction(*connection_);
    Add(transaction, 1);
    transaction.Flush();
  }
  Transaction transaction(*connection_);
  Add(transaction, 2);
  transaction.Commit();
  EXPECT_EQ(Words(), "2");
}

// If statements were sent together, the first that fails is told, whatever comes after it.
TEST_F(TransactionTest, ThrowsTheFirstFailure) {
  const std::pair<int32_t, Failure> kCases[] = {{1, Failure::kDuplicateKey}, {13, Failure::kData}};
  for (const auto& [key, failure] : kCases) {
    EXPECT_EQ(FailureOf([&, key = key] {
                Transaction transaction(*connection_);
                Add(transaction, 1);
                Add(transaction, key);
                Add(transaction, 13);
                Add(transaction, 3);
                transaction.Commit();
              }),
              failure);
  }
  EXPECT_EQ(FailureOf([&] {
              Transaction transaction(*connection_);
              transaction.Send("unknown", {});
              transaction.Receive();
            }),
            Failure::kRetry);  // 26000: prepared statements come with the connection
  EXPECT_EQ(Words(), "");
}

// PostgreSQL answers COMMIT with ROLLBACK and without an error after one that nobody was told of.
TEST_F(TransactionTest, DoesNotTakeARollbackForACommit) {
  Transaction transaction(*connection_);
  Add(transaction, 1);
  transaction.Execute("SELECT 1 / 0");
  EXPECT_EQ(FailureOf([&] { transaction.Commit(); }), Failure::kRetry);
  EXPECT_EQ(Words(), "");
}

// COMMIT may fail by itself, and with it goes all that was sent.
TEST_F(TransactionTest, TellsWhatOnlyFailsAtItsCommit) {
  test::Query(url_,
              "ALTER TABLE word ADD COLUMN parent integer REFERENCES word DEFERRABLE "
              "INITIALLY DEFERRED, ALTER COLUMN parent SET DEFAULT 99");
  EXPECT_EQ(FailureOf([&] {
              Transaction transaction(*connection_);
              Add(transaction, 1);
              transaction.Commit();
            }),
            Failure::kData);
  EXPECT_EQ(Words(), "");
}

TEST_F(TransactionTest, RefusesAConnectionThatIsNotIdle) {
  Transaction first(*connection_);
  Add(first, 1);
  EXPECT_THROW(Transaction second(*connection_), pqxx::broken_connection);
}

TEST_F(TransactionTest, ThrowsWhereTheConnectionIsLost) {
  Transaction transaction(*connection_);
  Add(transaction, 1);
  transaction.Flush();
  test::Query(url_,
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
              "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  Add(transaction, 2);
  EXPECT_EQ(FailureOf([&] { transaction.Receive(); }), Failure::kRetry);
  EXPECT_THROW(transaction.Commit(), std::exception);
}

TEST_F(TransactionTest, TakesNothingAfterItsCommit) {
  Transaction transaction(*connection_);
  Add(transaction, 1);
  transaction.Commit();
  EXPECT_DEATH(Add(transaction, 2), "requires !committed_");
  EXPECT_DEATH(transaction.Commit(), "requires !committed_");
}

}  // namespace
}  // namespace jurimeter::storage
