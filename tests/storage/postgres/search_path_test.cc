// Connections use the relations of one schema, whatever lies in others.
#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/migrations.h"
#include "tests/support/postgres_cluster.h"
#include "tests/support/status_matchers.h"

namespace jurimeter::test {
namespace {

using storage::Connect;
using ::testing::HasSubstr;

std::string One(storage::Connection& connection, const std::string& query) {
  return pqxx::nontransaction(connection).exec1(query)[0].c_str();
}

struct PathCase {
  std::string arranged;  // SQL beside a migrated schema public
  std::string path;
  std::string pinned;
};

TEST(SearchPath, IsPinnedToTheSchemaOfTheMigrations) {
  const PathCase kCases[] = {
      {"", "\"$user\", public", "public, pg_temp"},
      // A schema named as the role is, which "$user" puts first.
      {"CREATE SCHEMA jurimeter; CREATE TABLE jurimeter.event (LIKE public.event)",
       "\"$user\", public", "public, pg_temp"},
      {"CREATE SCHEMA first; CREATE TABLE first.ledger_head (LIKE public.ledger_head)",
       "first, missing, public", "public, pg_temp"},
      // Functions, operators and relations of PostgreSQL can be hidden as well.
      {"CREATE SCHEMA first;"
       "CREATE FUNCTION first.current_schemas(boolean) RETURNS name[] LANGUAGE sql "
       "  AS $$SELECT ARRAY['first'::name]$$;"
       "CREATE FUNCTION first.same(name, name) RETURNS boolean LANGUAGE sql AS 'SELECT true';"
       "CREATE OPERATOR first.= (FUNCTION = first.same, LEFTARG = name, RIGHTARG = name);"
       "CREATE TABLE first.pg_class (LIKE pg_catalog.pg_class)",
       "first, pg_catalog, public", "public, pg_temp"},
      {"", "pg_temp, public", "public, pg_temp"},
      {"CREATE SCHEMA \"Odd \"\"name\"; ALTER TABLE schema_migration SET SCHEMA \"Odd \"\"name\"",
       "public, \"Odd \"\"name\"", "\"Odd \"\"name\", pg_temp"},
      // None holds it yet: the first, where migrate makes it.
      {"DROP TABLE schema_migration; CREATE SCHEMA first", "missing, first, public",
       "first, pg_temp"},
      {"", "missing", "pg_catalog, pg_temp"},
      {"", "''", "pg_catalog, pg_temp"},
  };
  for (const PathCase& c : kCases) {
    SCOPED_TRACE(absl::StrCat(c.arranged, " ", c.path));
    const std::string url = PostgresCluster::Get().MigratedDatabase();
    if (!c.arranged.empty()) Query(url, c.arranged);
    const std::string database = Query(url, "SELECT current_database()")[0][0].c_str();
    Query(url, absl::StrCat("ALTER DATABASE ", database, " SET search_path = ", c.path));
    const auto connection = Connect({.url = url});
    ASSERT_THAT(connection, IsOk());
    EXPECT_EQ(One(**connection, "SHOW search_path"), c.pinned);
  }
}

TEST(SearchPath, OfTheUrlHolds) {
  const std::string url = PostgresCluster::Get().MigratedDatabase();
  Query(url, "CREATE SCHEMA other");
  const std::string other = url + " options='-csearch_path=other'";
  EXPECT_THAT(storage::Migrate({.url = other}), IsOk());
  const auto connection = Connect({.url = other});
  ASSERT_THAT(connection, IsOk());
  EXPECT_EQ(One(**connection, "SHOW search_path"), "other, pg_temp");
  EXPECT_THAT(CheckSchema(**connection), IsOk());
}

TEST(SearchPath, IgnoresTemporaryTables) {
  const auto connection = Connect({.url = PostgresCluster::Get().MigratedDatabase()});
  ASSERT_THAT(connection, IsOk());
  EXPECT_EQ(One(**connection,
                "CREATE TEMPORARY TABLE event (id integer);"
                "SELECT relnamespace::regnamespace FROM pg_class WHERE oid = 'event'::regclass"),
            "public");
}

TEST(SearchPath, WithTwoOfOursIsRefused) {
  const std::string url = PostgresCluster::Get().MigratedDatabase();
  Query(url, "CREATE SCHEMA other; CREATE TABLE other.schema_migration (version integer)");
  EXPECT_THAT(Connect({.url = url + " options='-csearch_path=other,public'"}),
              StatusIs(absl::StatusCode::kUnavailable,
                       HasSubstr("schema_migration in the schemas other and public")));
}

TEST(SearchPath, WithoutASchemaIsNoPlaceForTables) {
  for (const char* path : {"missing", "pg_temp", "pg_catalog"}) {
    EXPECT_THAT(storage::Migrate({.url = absl::StrCat(PostgresCluster::Get().EmptyDatabase(),
                                                      " options='-csearch_path=", path, "'")}),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("the search path names no schema that is there")))
        << path;
  }
}

}  // namespace
}  // namespace jurimeter::test
