#include "storage/postgres/migrations.h"

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/ascii.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::test {
namespace {

using storage::CheckSchema;
using storage::Connect;
using storage::Migrate;
using storage::Migrations;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> ShippedNames() {
  std::vector<std::string> names;
  for (const auto& migration : Migrations()) names.emplace_back(migration.name);
  return names;
}

TEST(Migrations, AreNumberedFromOneWithoutGaps) {
  ASSERT_FALSE(Migrations().empty());
  int expected = 0;
  for (const auto& migration : Migrations()) EXPECT_EQ(migration.version, ++expected);
}

TEST(Migrate, BringsAnEmptyDatabaseToTheNewestSchemaOnce) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  const auto connection = Connect({.url = url});
  ASSERT_THAT(connection, IsOk());
  EXPECT_THAT(CheckSchema(**connection),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("run: jurimeter migrate")));
  EXPECT_THAT(Migrate({.url = url}), IsOkAndHolds(ShippedNames()));
  EXPECT_THAT(CheckSchema(**connection), IsOk());
  EXPECT_THAT(Migrate({.url = url}), IsOkAndHolds(IsEmpty()));
}

TEST(Migrate, TwoAtOnceShareTheWork) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  constexpr int kThreads = 4;
  std::vector<absl::StatusOr<std::vector<std::string>>> results(kThreads);
  std::vector<std::thread> threads;
  for (auto& result : results) {
    threads.emplace_back([&result, &url] { result = Migrate({.url = url}); });
  }
  for (std::thread& thread : threads) thread.join();
  size_t applied = 0;
  for (const auto& result : results) {
    ASSERT_THAT(result, IsOk());
    applied += result->size();
  }
  EXPECT_EQ(applied, Migrations().size());
}

TEST(Migrate, RefusesAnotherHistory) {
  struct Case {
    std::string change;
    std::string message;
  };
  const Case kCases[] = {
      {"UPDATE schema_migration SET checksum = 'other' WHERE version = 1",
       "send it the events anew"},
      {"UPDATE schema_migration SET version = 7 WHERE version = 1", "is not the 0001_one_ledger"},
      {"INSERT INTO schema_migration VALUES (9999, '9999_later', 'sum')",
       "has migration 9999_later, which this program does not know"},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.change);
    const std::string url = PostgresCluster::Get().MigratedDatabase();
    Query(url, c.change);
    const auto refused = StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(c.message));
    EXPECT_THAT(Migrate({.url = url}), refused);
    const auto connection = Connect({.url = url});
    ASSERT_THAT(connection, IsOk());
    EXPECT_THAT(CheckSchema(**connection), refused);
  }
}

TEST(Migrate, IsUnavailableWithoutAServer) {
  EXPECT_THAT(Migrate({.url = "host=/nonexistent"}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("/nonexistent")));
}

TEST(Migrate, RefusesADatabaseThatIsNotUtf8) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  for (const std::string encoding : {"SQL_ASCII", "LATIN1", "EUC_CN"}) {
    const std::string name = absl::AsciiStrToLower("encoded_" + encoding);
    Query(url, "CREATE DATABASE " + name + " ENCODING '" + encoding +
                   "' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    EXPECT_THAT(Migrate({.url = url + " dbname=" + name}),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         AllOf(HasSubstr("is " + encoding), HasSubstr("expected UTF8"))));
  }
}

TEST(Migrate, DoesNotWaitForEverForAnother) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  const auto holder = Connect({.url = url});
  ASSERT_THAT(holder, IsOk());
  pqxx::nontransaction transaction(**holder);
  transaction.exec("SELECT pg_advisory_lock(hashtext('jurimeter'), hashtext('migrate'))");
  EXPECT_THAT(Migrate({.url = url}),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("lock timeout")));
}

}  // namespace
}  // namespace jurimeter::test
