// The schema: numbered, forward-only SQL files, compiled into the program.
#ifndef JURIMETER_STORAGE_POSTGRES_MIGRATIONS_H_
#define JURIMETER_STORAGE_POSTGRES_MIGRATIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

struct Migration {
  int version;  // from 1, without gaps
  std::string_view name;
  std::string_view sql;
};

// The shipped migrations, ascending.
absl::Span<const Migration> Migrations();

// Brings the database to the newest schema, each migration in a transaction of its own; safe to
// run twice at once. Returns the names of those it applied, such as "0001_one_ledger".
//   FAILED_PRECONDITION  the database was migrated by a newer program, or an applied migration
//                        differs from the shipped one (by SHA-256); its encoding is not UTF8; the
//                        search path has no schema to make tables in
//   UNAVAILABLE          the database is away, or a lock was not to be had in 5 seconds
absl::StatusOr<std::vector<std::string>> Migrate(const PostgresOptions& options);

// Whether the database has exactly the schema of this program.
//   FAILED_PRECONDITION  it has another; the message says which and what to do
//   UNAVAILABLE          the database is away
absl::Status CheckSchema(Connection& connection);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_MIGRATIONS_H_
