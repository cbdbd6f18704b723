#include "storage/postgres/pooler.h"

#include <exception>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "storage/postgres/bounded_query.h"

namespace jurimeter::storage {
namespace {

// As in session_set_up.cc: in any session, whatever it is set to.
constexpr char kBackend[] =
    "BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_catalog.pg_backend_pid(); COMMIT";
constexpr size_t kBackendResult = 1;

constexpr int kLooks = 8;

// What the second connection may take. A pool that has no more to give keeps it waiting.
constexpr char kSecondConnectTimeout[] = " connect_timeout=2";
constexpr absl::Duration kSecondPatience = absl::Seconds(1);

int BackendOf(Connection& connection, absl::Time deadline) {
  const auto results = QueryBefore(connection, kBackend, deadline);
  int backend = 0;
  if (!absl::SimpleAtoi(PQgetvalue(results.at(kBackendResult).get(), 0, 0), &backend)) {
    throw pqxx::conversion_error("the number of the server's process cannot be read");
  }
  return backend;
}

std::optional<int> BackendOfSecond(const std::string& text) {
  try {
    Connection second(text + kSecondConnectTimeout);
    return BackendOf(second, absl::Now() + kSecondPatience);
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace

absl::Status CheckSessionIsOurs(Connection& connection, const std::string& text, int backend,
                                absl::Time deadline) {
  if (PQbackendPID(connection.libpq()) == backend) return absl::OkStatus();
  // A pooler that lends sessions in turns gives us another one at once. A pooler that lends the
  // session last used gives ours to the second connection, or to a stranger, and us another one.
  // The stranger may give ours back in between: one look is not enough.
  for (int look = 0; look < kLooks; ++look) {
    if (BackendOf(connection, deadline) != backend) return absl::UnavailableError(kUseSessionMode);
    const std::optional<int> second = BackendOfSecond(text);
    if (second == backend || BackendOf(connection, deadline) != backend) {
      return absl::UnavailableError(kUseSessionMode);
    }
    // A pool that has no more to give did not give ours either, and each look would wait for it.
    if (!second.has_value()) break;
  }
  return absl::OkStatus();
}

}  // namespace jurimeter::storage
