#include "storage/postgres/connection.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::test {
namespace {

using storage::Connect;
using ::testing::HasSubstr;

std::string Setting(pqxx::connection_base& connection, const std::string& name) {
  return pqxx::nontransaction(connection).exec1("SHOW " + name)[0].as<std::string>();
}

TEST(Connect, SetsUpASession) {
  const auto connection =
      Connect({.url = PostgresCluster::Get().EmptyDatabase(), .statement_timeout_ms = 1234});
  ASSERT_THAT(connection, IsOk());
  EXPECT_EQ(Setting(**connection, "TimeZone"), "UTC");
  EXPECT_EQ(Setting(**connection, "client_encoding"), "UTF8");
  EXPECT_EQ(Setting(**connection, "statement_timeout"), "1234ms");
  EXPECT_EQ(Setting(**connection, "synchronous_commit"), "on");
  EXPECT_EQ(Setting(**connection, "application_name"), "jurimeter");
}

TEST(Connect, RaisesAWeakSynchronousCommitAndKeepsAStrongOne) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  const std::string name = Query(url, "SELECT current_database()")[0][0].as<std::string>();
  const std::pair<const char*, const char*> kCases[] = {
      {"off", "on"}, {"local", "on"}, {"remote_write", "on"}, {"remote_apply", "remote_apply"}};
  for (const auto& [given, expected] : kCases) {
    Query(url, "ALTER DATABASE " + name + " SET synchronous_commit = " + given);
    const auto connection = Connect({.url = url});
    ASSERT_THAT(connection, IsOk());
    EXPECT_EQ(Setting(**connection, "synchronous_commit"), expected) << given;
  }
}

TEST(Connect, KeepsWhatTheUrlSays) {
  const auto connection =
      Connect({.url = PostgresCluster::Get().EmptyDatabase() + " application_name='it''s'"});
  EXPECT_THAT(connection, StatusIs(absl::StatusCode::kUnavailable));
  const auto named =
      Connect({.url = PostgresCluster::Get().EmptyDatabase() + " application_name='a \\' \\\\ b'"});
  ASSERT_THAT(named, IsOk());
  EXPECT_EQ(Setting(**named, "application_name"), "a ' \\ b");
}

TEST(Connect, NeverReconnectsByItself) {
  const std::string url = PostgresCluster::Get().EmptyDatabase();
  const auto connection = Connect({.url = url});
  ASSERT_THAT(connection, IsOk());
  Query(url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()");
  EXPECT_ANY_THROW(Setting(**connection, "TimeZone"));
  EXPECT_ANY_THROW(Setting(**connection, "TimeZone"));
}

TEST(Connect, IsUnavailableWhereItCannot) {
  const std::pair<const char*, const char*> kCases[] = {
      {"host=/nonexistent", "/nonexistent"},
      {"postgresql://127.0.0.1:1/none", "refused"},
      {"colour=blue", "not a libpq connection string or URI: invalid connection option"},
      {"postgresql://[", "not a libpq connection string or URI"},
  };
  for (const auto& [url, message] : kCases) {
    EXPECT_THAT(Connect({.url = url}), StatusIs(absl::StatusCode::kUnavailable, HasSubstr(message)))
        << url;
  }
}

}  // namespace
}  // namespace jurimeter::test
