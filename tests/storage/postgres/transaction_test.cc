#include "storage/postgres/transaction.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "domain/values/calendar.h"
#include "storage/postgres/binary_copy.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/errors.h"
#include "tests/storage/postgres/failure_of.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::storage {
namespace {

using test::FailureOf;

constexpr char kCopy[] = "COPY word (key, text) FROM STDIN (FORMAT binary)";

// A table with the words of key and text, of which key 13 is refused.
class TransactionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    test::Query(url_, "CREATE TABLE word (key integer PRIMARY KEY CHECK (key <> 13), text text)");
    auto connection = Connect({.url = url_});
    ASSERT_THAT(connection, test::IsOk());
    connection_ = *std::move(connection);
    Prepare(*connection_, "add", "INSERT INTO word VALUES ($1::bigint, $2::text) RETURNING key");
  }

  static void Add(Transaction& transaction, int32_t key) {
    transaction.Send("add", {BigintBytes(key), "text"});
  }

  static void CopyRow(BinaryCopy& copy, int32_t key, std::string_view text) {
    copy.BeginRow(2);
    copy.fields().AddInteger(key);
    copy.fields().AddText(text);
    copy.SendFilled();
  }

  std::string Words() const {
    return test::Query(url_,
                       "SELECT coalesce(string_agg(key::text, ' ' ORDER BY key), '') "
                       "FROM word")[0][0]
        .as<std::string>();
  }

  std::string url_ = test::PostgresCluster::Get().EmptyDatabase();
  std::unique_ptr<Connection> connection_;
};

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

TEST_F(TransactionTest, CopiesManyRows) {
  constexpr int kRows = 5'000;
  Transaction transaction(*connection_);
  BinaryCopy copy(transaction, kCopy);
  for (int key = 100; key < 100 + kRows; ++key) CopyRow(copy, key, "律师\t\\ of some length");
  copy.Finish();
  Add(transaction, 1);
  transaction.Commit();
  const auto read = test::Query(url_,
                                "SELECT count(*), min(text), max(text) FROM word "
                                "WHERE key >= 100");
  EXPECT_EQ(read[0][0].as<int>(), kRows);
  EXPECT_EQ(read[0][1].as<std::string>(), "律师\t\\ of some length");
  EXPECT_EQ(read[0][2].as<std::string>(), "律师\t\\ of some length");
}

TEST_F(TransactionTest, CopiesAllOrNothing) {
  EXPECT_EQ(FailureOf([&] {
              Transaction transaction(*connection_);
              BinaryCopy copy(transaction, kCopy);
              for (const int32_t key : {1, 2, 1}) CopyRow(copy, key, "");
              copy.Finish();
            }),
            Failure::kDuplicateKey);
  EXPECT_EQ(FailureOf([&] {
              Transaction transaction(*connection_);
              BinaryCopy copy(transaction, kCopy);
              CopyRow(copy, 13, "");
              copy.Finish();
            }),
            Failure::kData);
  EXPECT_EQ(FailureOf([&] {
              Transaction transaction(*connection_);
              BinaryCopy copy(transaction, "COPY sentence FROM STDIN (FORMAT binary)");
            }),
            Failure::kSchema);
  {
    Transaction transaction(*connection_);
    BinaryCopy copy(transaction, kCopy);
    CopyRow(copy, 1, "broken off");
  }
  // The connection is as good as new.
  Transaction transaction(*connection_);
  BinaryCopy copy(transaction, kCopy);
  CopyRow(copy, 5, "");
  copy.Finish();
  transaction.Commit();
  EXPECT_EQ(Words(), "5");
}

TEST_F(TransactionTest, PostgresReadsBinaryValuesAsTheyWereMeant) {
  struct Case {
    const char* time;
    absl::CivilDay day;
    int64_t number;
    const char* text;
  };
  const Case kCases[] = {
      {"1899-12-31T16:00:00Z", absl::CivilDay(1900, 1, 1), INT64_MIN, ""},
      {"1999-12-31T23:59:59.999999Z", absl::CivilDay(1999, 12, 31), -1, "NULL"},
      {"2000-01-01T00:00:00Z", absl::CivilDay(2000, 1, 1), 0, "{\"a\",b\\}"},
      {"2024-02-29T12:34:56.000789Z", absl::CivilDay(2024, 2, 29), 258, " 法院\n"},
      {"9999-12-31T23:59:59.5Z", absl::CivilDay(9999, 12, 31), INT64_MAX, "x"},
  };
  Prepare(*connection_, "values",
          "SELECT t::text, d::text, n, s, i, u::text, t "
          "FROM unnest($1::timestamptz[], $2::date[], $3::bigint[], $4::text[], $5::integer[], "
          "            $6::uuid[]) AS v (t, d, n, s, i, u)");
  const size_t size = std::size(kCases);
  BinaryArray times(ElementType::kTimestamptz, size), days(ElementType::kDate, size);
  BinaryArray numbers(ElementType::kBigint, size), texts(ElementType::kText, size);
  BinaryArray integers(ElementType::kInteger, size), ids(ElementType::kUuid, size);
  const EventId id = *EventId::Parse("0189d1a0-7c1e-7000-8000-0123456789ab");
  for (const Case& c : kCases) {
    times.fields().AddTimestamp(test::At(c.time));
    days.fields().AddDay(DayNumber(c.day));
    numbers.fields().AddBigint(c.number);
    texts.fields().AddText(c.text);
    integers.fields().AddInteger(static_cast<int32_t>(c.number));
    ids.fields().AddUuid(id);
  }
  Transaction transaction(*connection_);
  transaction.Send("values", {times.bytes(), days.bytes(), numbers.bytes(), texts.bytes(),
                              integers.bytes(), ids.bytes()});
  const Result result = std::move(transaction.Receive().back());
  ASSERT_EQ(result.rows(), static_cast<int>(size));
  for (int row = 0; row < result.rows(); ++row) {
    const Case& c = kCases[row];
    SCOPED_TRACE(c.time);
    const std::string time =
        absl::FormatTime("%Y-%m-%d %H:%M:%E*S+00", test::At(c.time), absl::UTCTimeZone());
    EXPECT_EQ(result.Text(row, 0), time);
    EXPECT_EQ(result.Text(row, 1), absl::FormatCivilTime(c.day));
    EXPECT_EQ(result.Bigint(row, 2), c.number);
    EXPECT_EQ(result.Text(row, 3), c.text);
    EXPECT_EQ(result.Integer(row, 4), static_cast<int32_t>(c.number));
    EXPECT_EQ(result.Text(row, 5), id.ToString());
    EXPECT_EQ(TimeOfTimestamp(result.Bigint(row, 6)), test::At(c.time));
    EXPECT_THROW(result.Integer(row, 6), pqxx::conversion_error);
  }
}

}  // namespace
}  // namespace jurimeter::storage
