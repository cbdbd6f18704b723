#include "storage/postgres/bounded_query.h"

#include <poll.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

#include "absl/time/clock.h"

namespace jurimeter::storage {
namespace {

// Returns when PQgetResult would not wait.
void AwaitResult(PGconn* connection, absl::Time deadline) {
  while (PQisBusy(connection) != 0) {
    const int64_t left_ms = absl::ToInt64Milliseconds(deadline - absl::Now());
    if (left_ms <= 0) {
      throw pqxx::broken_connection(
          "connected, but no answer to the first statement in time; a pooler without a free "
          "connection to PostgreSQL does that");
    }
    pollfd readable = {.fd = PQsocket(connection), .events = POLLIN, .revents = 0};
    // A signal ends it early, which only looks again.
    poll(&readable, 1,
         static_cast<int>(std::min<int64_t>(left_ms, std::numeric_limits<int>::max())));
    if (readable.revents != 0 && PQconsumeInput(connection) != 1) ThrowFailure(connection, nullptr);
  }
}

}  // namespace

std::vector<OwnedResult> QueryBefore(Connection& connection, const std::string& statements,
                                     absl::Time deadline) {
  PGconn* const libpq = connection.libpq();
  if (PQsendQuery(libpq, statements.c_str()) != 1) ThrowFailure(libpq, nullptr);
  std::vector<OwnedResult> results;
  while (true) {
    AwaitResult(libpq, deadline);
    OwnedResult result(PQgetResult(libpq), PQclear);
    if (result == nullptr) return results;
    if (!Succeeded(result.get())) ThrowFailure(libpq, result.get());
    results.push_back(std::move(result));
  }
}

}  // namespace jurimeter::storage
