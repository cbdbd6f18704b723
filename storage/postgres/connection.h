// Connections to PostgreSQL, set up the one way that is safe here.
#ifndef JURIMETER_STORAGE_POSTGRES_CONNECTION_H_
#define JURIMETER_STORAGE_POSTGRES_CONNECTION_H_

#include <libpq-fe.h>

#include <memory>
#include <pqxx/pqxx>
#include <string>

#include "absl/status/statusor.h"

namespace jurimeter::storage {

struct PostgresOptions {
  // libpq connection string or URI. Several hosts with target_session_attrs=read-write follow a
  // failover.
  std::string url;
  // Seconds to wait for one host while connecting, at least 1; more makes a dead host cost more.
  int connect_timeout_s = 3;
  // Milliseconds that one statement may take; 0 for no limit. COMMIT is never cut off.
  int statement_timeout_ms = 30'000;
};

// A connection of libpqxx with access to libpq's beneath it, for what libpqxx 6 cannot do: binary
// values, and statements that travel together.
class Connection : public pqxx::connection_base {
 public:
  // `text` is a libpq connection string. Throws what libpqxx throws if it cannot connect.
  explicit Connection(const std::string& text);
  ~Connection() noexcept;

  // Valid as long as this is; null once the connection was given up.
  PGconn* libpq() const { return policy_.libpq; }

 private:
  // Connects at once, as pqxx::connection does, and keeps what came of it.
  struct Policy : pqxx::connect_direct {
    using connect_direct::connect_direct;
    handle do_startconnect(handle orig) override;
    handle do_disconnect(handle orig) noexcept override;

    PGconn* libpq = nullptr;
  };

  Policy policy_;
};

// Opens a connection that never reconnects by itself (libpqxx would, even within a transaction),
// has a session of the server to itself, commits durably, speaks UTF-8 and UTC, finds its tables
// in one schema and notices a dead peer within seconds, whatever settings the server, the
// database, the role or a pooler have (session_set_up.h). It leaves alone whether transactions
// are read-only: a database that takes no writes must be seen as such.
//
// Takes connect_timeout_s for each host at most, and as long again for all statements of the
// set-up, and 3 seconds more if there is a pooler.
//   UNAVAILABLE  no server there, or it refuses or does not answer; a pooler lends its sessions by
//                transaction or statement; two schemas of the search path are Jurimeter's
absl::StatusOr<std::unique_ptr<Connection>> Connect(const PostgresOptions& options);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CONNECTION_H_
