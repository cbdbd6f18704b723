// Makes a new connection safe to work on, whatever stands between it and PostgreSQL.
#ifndef JURIMETER_STORAGE_POSTGRES_SESSION_SET_UP_H_
#define JURIMETER_STORAGE_POSTGRES_SESSION_SET_UP_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// Fixes the session's settings (session_settings.h), raises synchronous_commit if it is weaker
// than on, and pins the search path to one schema: the one of the path that holds
// schema_migration, or the path's first if none does yet. Relations of the same name in other
// schemas are then never used, nor temporary ones.
//
// `text` is the libpq connection string that `connection` was opened with.
//   UNAVAILABLE  two schemas of the search path hold schema_migration; or a pooler lends the
//                server's sessions by transaction or statement
// Throws what QueryBefore throws.
absl::Status SetUpSession(Connection& connection, const std::string& text, int statement_timeout_ms,
                          absl::Time deadline);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_SESSION_SET_UP_H_
