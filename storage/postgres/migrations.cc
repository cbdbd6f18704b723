#include "storage/postgres/migrations.h"

#include <pqxx/pqxx>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/ledger/digest.h"
#include "domain/values/text.h"
#include "storage/postgres/session.h"

namespace jurimeter::storage {
namespace {

// One migrating program at a time: the lock lasts as long as the session.
constexpr char kLock[] = R"(
SELECT set_config('lock_timeout', '5s', false), set_config('statement_timeout', '0', false);
SELECT pg_advisory_lock(hashtext('jurimeter'), hashtext('migrate')))";

constexpr char kDatabase[] = R"(
SELECT current_database(), getdatabaseencoding(), current_schema() = 'pg_catalog')";

constexpr char kCreateTable[] = R"(
CREATE TABLE schema_migration (
  version    integer PRIMARY KEY,
  name       text NOT NULL,
  checksum   text NOT NULL, -- SHA-256 of the file, in hexadecimal
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
))";

constexpr char kHasTable[] = "SELECT to_regclass('schema_migration') IS NOT NULL";

constexpr char kApplied[] = "SELECT version, name, checksum FROM schema_migration ORDER BY version";

constexpr char kRecord[] =
    "INSERT INTO schema_migration (version, name, checksum) VALUES ($1, $2, $3)";

std::string Checksum(const Migration& migration) {
  return absl::BytesToHexString(ToAbsl(BytesOf(Sha256(migration.sql))));
}

bool HasTable(pqxx::transaction_base& transaction) {
  return transaction.exec1(kHasTable)[0].as<bool>();
}

// How many of the shipped migrations the database has. FAILED_PRECONDITION if it has others.
absl::StatusOr<size_t> CountApplied(pqxx::transaction_base& transaction) {
  const absl::Span<const Migration> shipped = Migrations();
  size_t count = 0;
  for (const pqxx::row& row : transaction.exec(kApplied)) {
    const int version = row[0].as<int>();
    const std::string name = row[1].as<std::string>();
    if (count == shipped.size()) {
      return absl::FailedPreconditionError(
          absl::StrCat("the database has migration ", name,
                       ", which this program does not know: a newer "
                       "program migrated it; use that or a newer one"));
    }
    const Migration& migration = shipped[count++];
    if (version != migration.version || row[2].as<std::string>() != Checksum(migration)) {
      return absl::FailedPreconditionError(absl::StrCat(
          "migration ", name, " of the database is not the ", std::string(migration.name),
          " of this program: another edition of Jurimeter made this database, which this one "
          "cannot take over; use that edition, or give this one a new database and send it the "
          "events anew"));
    }
  }
  return count;
}

// Whether the database can hold the schema at all.
absl::Status CheckDatabase(Connection& connection) {
  const pqxx::row row = pqxx::nontransaction(connection).exec1(kDatabase);
  const std::string encoding = row[1].as<std::string>();
  if (encoding != "UTF8") {
    return absl::FailedPreconditionError(absl::StrCat(
        "the encoding of database ", row[0].c_str(), " is ", encoding,
        "; expected UTF8: make one by CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0, and "
        "restore a dump of this one there if it has anything"));
  }
  // See SetUpSession.
  if (row[2].as<bool>()) {
    return absl::FailedPreconditionError(
        "the search path names no schema that is there and that this role may use; expected one "
        "to make the tables in");
  }
  return absl::OkStatus();
}

void Apply(Connection& connection, const Migration& migration) {
  pqxx::work transaction(connection);
  transaction.exec(std::string(migration.sql));
  transaction.exec_params(kRecord, migration.version, std::string(migration.name),
                          Checksum(migration));
  transaction.commit();
}

absl::StatusOr<std::vector<std::string>> ApplyMissing(Connection& connection) {
  const absl::Status fit = CheckDatabase(connection);
  if (!fit.ok()) return fit;
  pqxx::nontransaction(connection).exec(kLock);
  absl::StatusOr<size_t> count;
  {
    pqxx::work transaction(connection);
    if (!HasTable(transaction)) transaction.exec(kCreateTable);
    count = CountApplied(transaction);
    if (!count.ok()) return count.status();
    transaction.commit();
  }
  std::vector<std::string> applied;
  for (const Migration& migration : Migrations().subspan(*count)) {
    Apply(connection, migration);
    applied.emplace_back(migration.name);
  }
  return applied;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> Migrate(const PostgresOptions& options) {
  return Session(options).Run("migrate the database", ApplyMissing);
}

absl::Status CheckSchema(Connection& connection) {
  try {
    pqxx::nontransaction transaction(connection);
    absl::StatusOr<size_t> count = 0;
    if (HasTable(transaction)) count = CountApplied(transaction);
    if (!count.ok()) return count.status();
    if (*count == Migrations().size()) return absl::OkStatus();
    return absl::FailedPreconditionError(
        absl::StrCat("the database has ", *count, " of the ", Migrations().size(),
                     " migrations that this program needs; run: jurimeter migrate"));
  } catch (const std::exception& error) {
    return ToStatus(error, "read the version of the schema");
  }
}

}  // namespace jurimeter::storage
