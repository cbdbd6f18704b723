// Finds out whether a connection has a session of the server to itself.
#ifndef JURIMETER_STORAGE_POSTGRES_POOLER_H_
#define JURIMETER_STORAGE_POSTGRES_POOLER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// What to do about a pooler that lends sessions.
inline constexpr char kUseSessionMode[] =
    "a pooler (such as pgbouncer) that lends connections by transaction or statement is in "
    "between; set it to pool_mode = session, or connect to PostgreSQL itself";

// Settings, prepared statements and locks last as long as a session. A pooler such as pgbouncer in
// transaction or statement mode gives each transaction whatever session is free; in session mode
// it keeps one for a client. Every pooler shows by a made-up backend number that it is there;
// then a second connection, opened for a moment, is given the session of the first, or the first
// another one, unless it is kept.
//
// `backend` is the process of PostgreSQL that answered a statement on `connection` before, and
// `text` the libpq connection string that it was opened with.
//   UNAVAILABLE  the session is lent; kUseSessionMode
// Throws what QueryBefore throws of `connection`; a pool that has no second one to give proves
// nothing.
absl::Status CheckSessionIsOurs(Connection& connection, const std::string& text, int backend,
                                absl::Time deadline);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_POOLER_H_
