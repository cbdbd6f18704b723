// Connections to PostgreSQL, set up the one way that is safe here.
#ifndef JURIMETER_STORAGE_POSTGRES_CONNECTION_H_
#define JURIMETER_STORAGE_POSTGRES_CONNECTION_H_

#include <memory>
#include <pqxx/pqxx>
#include <string>

#include "absl/status/statusor.h"

namespace jurimeter::storage {

struct PostgresOptions {
  // libpq connection string or URI. Several hosts with target_session_attrs=read-write follow a
  // failover.
  std::string url;
  // Seconds to wait for one host while connecting; more makes a dead host cost more.
  int connect_timeout_s = 3;
  // Milliseconds that one statement may take; 0 for no limit. COMMIT is never cut off.
  int statement_timeout_ms = 30'000;
};

// Opens a connection that never reconnects by itself (libpqxx would, even within a transaction),
// commits durably (synchronous_commit is raised to on where the server's default is weaker),
// speaks UTF-8 and UTC, and notices a dead peer within seconds.
//   UNAVAILABLE  no server there, or it refuses
absl::StatusOr<std::unique_ptr<pqxx::connection>> Connect(const PostgresOptions& options);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CONNECTION_H_
