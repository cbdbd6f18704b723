// A query that waits on the client's side for so long and no longer. The server's own timeouts do
// not help who talks to a pooler: it takes a login by itself, and may keep the first statement
// until it has a connection to the server.
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_BOUNDED_QUERY_H_
#define JURIMETER_STORAGE_POSTGRES_BOUNDED_QUERY_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {

// Sends `statements`, parted by semicolons, in one message, and returns the result of each, in
// text form. Throws pqxx::sql_error if one fails, and pqxx::broken_connection if the connection
// does or there is no answer by `deadline`; the connection is then of no more use.
std::vector<OwnedResult> QueryBefore(Connection& connection, const std::string& statements,
                                     absl::Time deadline);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_BOUNDED_QUERY_H_
