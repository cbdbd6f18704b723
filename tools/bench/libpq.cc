#include "tools/bench/libpq.h"

#include "absl/strings/str_cat.h"

namespace jurimeter::bench {
namespace {

constexpr char kDurable[] = "SET synchronous_commit = on";

}  // namespace

absl::StatusOr<LibpqConnection> ConnectByLibpq(const std::string& url) {
  LibpqConnection connection(PQconnectdb(url.c_str()), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    return absl::UnavailableError(
        absl::StrCat("cannot connect to the database: ", PQerrorMessage(connection.get())));
  }
  const absl::Status durable = Execute(connection.get(), kDurable);
  if (!durable.ok()) return durable;
  return connection;
}

absl::Status Execute(PGconn* connection, const char* statement) {
  return CheckResult(connection, LibpqResult(PQexec(connection, statement), PQclear));
}

absl::Status CheckResult(PGconn* connection, const LibpqResult& result) {
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat("the database refuses a baseline's statement: ", PQerrorMessage(connection)));
}

}  // namespace jurimeter::bench
