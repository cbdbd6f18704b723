#include "storage/postgres/session_set_up.h"

#include <string_view>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "storage/postgres/bounded_query.h"
#include "storage/postgres/pooler.h"
#include "storage/postgres/session_settings.h"

namespace jurimeter::storage {
namespace {

// What a session is before anything is set. Changes nothing that outlives the message, since the
// session may turn out to be lent to others too. Says READ COMMITTED because a standby refuses to
// read where serializable is the default. All names are full: those of a schema in the search path
// could hide PostgreSQL's own.
constexpr char kLook[] = R"(
BEGIN ISOLATION LEVEL READ COMMITTED;
SET LOCAL statement_timeout = 0;
SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_setting('synchronous_commit');
SELECT name, pg_catalog.to_regclass(pg_catalog.format('%I.schema_migration', name)) IS NOT NULL
FROM pg_catalog.unnest(pg_catalog.current_schemas(false)) WITH ORDINALITY AS path (name, place)
ORDER BY place;
COMMIT)";
constexpr size_t kSession = 2;  // results of the two
constexpr size_t kSchemas = 3;

// If there is no schema to use. Nobody can make a table there.
constexpr char kNoSchema[] = "pg_catalog";

std::string_view Field(const OwnedResult& result, int row, int column) {
  return {PQgetvalue(result.get(), row, column),
          static_cast<size_t>(PQgetlength(result.get(), row, column))};
}

// The schema to work in, of the rows (name, whether it holds schema_migration).
absl::StatusOr<std::string> ChooseSchema(const OwnedResult& schemas) {
  std::vector<std::string> usable, holders;
  for (int row = 0; row < PQntuples(schemas.get()); ++row) {
    const std::string name(Field(schemas, row, 0));
    // Those of PostgreSQL itself, temporary ones among them, can be named in a path.
    if (absl::StartsWith(name, "pg_")) continue;
    usable.push_back(name);
    if (Field(schemas, row, 1) == "t") holders.push_back(name);
  }
  if (holders.size() > 1) {
    return absl::UnavailableError(absl::StrCat(
        "the search path has schema_migration in the schemas ", absl::StrJoin(holders, " and "),
        "; expected it in one: set the role's search_path, or add options=-csearch_path=SCHEMA to "
        "the database URL"));
  }
  if (!holders.empty()) return holders.front();
  return usable.empty() ? kNoSchema : usable.front();
}

std::string Identifier(PGconn* connection, const std::string& name) {
  char* const quoted = PQescapeIdentifier(connection, name.data(), name.size());
  if (quoted == nullptr) ThrowFailure(connection, nullptr);
  std::string identifier = quoted;
  PQfreemem(quoted);
  return identifier;
}

}  // namespace

absl::Status SetUpSession(Connection& connection, const std::string& text, int statement_timeout_ms,
                          absl::Time deadline) {
  const std::vector<OwnedResult> looked = QueryBefore(connection, kLook, deadline);
  const OwnedResult& session = looked.at(kSession);
  int backend = 0;
  if (!absl::SimpleAtoi(PQgetvalue(session.get(), 0, 0), &backend)) {
    throw pqxx::conversion_error("the number of the server's process cannot be read");
  }
  const absl::Status own = CheckSessionIsOurs(connection, text, backend, deadline);
  if (!own.ok()) return own;
  const absl::StatusOr<std::string> schema = ChooseSchema(looked.at(kSchemas));
  if (!schema.ok()) return schema.status();

  std::string statements = SetSessionSettings(statement_timeout_ms);
  const std::string_view synchronous_commit = Field(session, 0, 1);
  if (synchronous_commit != "on" && synchronous_commit != "remote_apply") {
    absl::StrAppend(&statements, "; SET synchronous_commit = 'on'");
  }
  // PostgreSQL looks at pg_catalog first and, unless told otherwise, at temporary tables before.
  absl::StrAppend(&statements, "; SET search_path = ", Identifier(connection.libpq(), *schema),
                  ", pg_temp");
  QueryBefore(connection, statements, deadline);
  return absl::OkStatus();
}

}  // namespace jurimeter::storage
