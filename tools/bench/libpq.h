// libpq with owners, for the baselines, which use nothing of the product.
#ifndef JURIMETER_TOOLS_BENCH_LIBPQ_H_
#define JURIMETER_TOOLS_BENCH_LIBPQ_H_

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace jurimeter::bench {

using LibpqConnection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using LibpqResult = std::unique_ptr<PGresult, decltype(&PQclear)>;

// A connection whose commits are durable.
//   UNAVAILABLE  there is no server, or it refuses
absl::StatusOr<LibpqConnection> ConnectByLibpq(const std::string& url);

// Runs a statement that returns no rows.
//   INTERNAL  the database refuses it
absl::Status Execute(PGconn* connection, const char* statement);

// OK if `result` is of a statement that succeeded.
absl::Status CheckResult(PGconn* connection, const LibpqResult& result);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_LIBPQ_H_
