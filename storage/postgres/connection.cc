#include "storage/postgres/connection.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "domain/values/require.h"
#include "storage/postgres/connection_string.h"
#include "storage/postgres/errors.h"
#include "storage/postgres/session_set_up.h"

namespace jurimeter::storage {
namespace {

constexpr char kCannot[] = "cannot connect to the database: ";

// The connection string with what `url` leaves open: a dead peer is noticed within some 10
// seconds, while connecting, waiting and sending alike.
absl::StatusOr<std::string> Completed(const PostgresOptions& options) {
  ConnectionWords words = {
      {"application_name", "jurimeter"},
      {"client_encoding", "UTF8"},
      {"connect_timeout", absl::StrCat(options.connect_timeout_s)},
      {"keepalives_idle", "5"},
      {"keepalives_interval", "2"},
      {"keepalives_count", "3"},
      {"tcp_user_timeout", "10000"},
  };
  const absl::StatusOr<ConnectionWords> given = ParseConnectionString(options.url);
  if (!given.ok()) return given.status();
  for (const auto& [keyword, value] : *given) words[keyword] = value;
  return ConnectionString(words);
}

}  // namespace

Connection::Connection(const std::string& text) : connection_base(policy_), policy_(text) {
  init();
}

Connection::~Connection() noexcept { close(); }

pqxx::connectionpolicy::handle Connection::Policy::do_startconnect(connectionpolicy::handle orig) {
  return libpq = connect_direct::do_startconnect(orig);
}

pqxx::connectionpolicy::handle Connection::Policy::do_disconnect(
    connectionpolicy::handle orig) noexcept {
  libpq = nullptr;
  return connect_direct::do_disconnect(orig);
}

absl::StatusOr<std::unique_ptr<Connection>> Connect(const PostgresOptions& options) {
  JURIMETER_REQUIRE(options.connect_timeout_s > 0 && options.statement_timeout_ms >= 0);
  const absl::StatusOr<std::string> url = Completed(options);
  if (!url.ok()) return url.status();
  try {
    auto connection = std::make_unique<Connection>(*url);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    // Deprecated since version 7 has no reconnection at all; ours reconnects unless told.
    connection->inhibit_reactivation(true);
#pragma GCC diagnostic pop
    const absl::Status status =
        SetUpSession(*connection, *url, options.statement_timeout_ms,
                     absl::Now() + absl::Seconds(options.connect_timeout_s));
    if (!status.ok()) {
      return absl::UnavailableError(absl::StrCat(kCannot, status.message()));
    }
    return connection;
  } catch (const std::exception& error) {
    return absl::UnavailableError(absl::StrCat(kCannot, MessageOf(error)));
  }
}

}  // namespace jurimeter::storage
