#include "tools/bench/copy_baseline.h"

#include <libpq-fe.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/bench/interruption.h"
#include "tools/bench/libpq.h"

namespace jurimeter::bench {
namespace {

constexpr char kCreate[] = "CREATE TABLE baseline_event (LIKE event INCLUDING ALL)";
constexpr char kCopy[] =
    "COPY baseline_event (bureau_id, event_id, indicator_id, category_id, principal_id, "
    "occurred_at, occurred_on, measure, quantity, subject, subject_seal, entry_id) FROM STDIN";

// Sends all of `chunks`. The server's verdict comes with the end of the COPY.
absl::Status Send(PGconn* connection, absl::Span<const std::string> chunks) {
  for (const std::string& chunk : chunks) {
    const absl::Status going_on = CheckInterruption();
    if (!going_on.ok()) return going_on;
    if (PQputCopyData(connection, chunk.data(), static_cast<int>(chunk.size())) != 1) {
      return absl::UnavailableError(PQerrorMessage(connection));
    }
  }
  return PQputCopyEnd(connection, nullptr) == 1
             ? absl::OkStatus()
             : absl::UnavailableError(PQerrorMessage(connection));
}

}  // namespace

absl::StatusOr<absl::Duration> TimeCopy(const std::string& url,
                                        absl::Span<const std::string> chunks) {
  const absl::StatusOr<LibpqConnection> connection = ConnectByLibpq(url);
  if (!connection.ok()) return connection.status();
  PGconn* server = connection->get();
  const absl::Status made = Execute(server, kCreate);
  if (!made.ok()) return made;
  const absl::Time begin = absl::Now();
  const LibpqResult begun(PQexec(server, kCopy), PQclear);
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) {
    return absl::InternalError(absl::StrCat("COPY: ", PQerrorMessage(server)));
  }
  const absl::Status sent = Send(server, chunks);
  if (!sent.ok()) return sent;
  const LibpqResult ended(PQgetResult(server), PQclear);
  if (PQresultStatus(ended.get()) != PGRES_COMMAND_OK) {
    return absl::InternalError(absl::StrCat("COPY: ", PQerrorMessage(server)));
  }
  return absl::Now() - begin;
}

}  // namespace jurimeter::bench
