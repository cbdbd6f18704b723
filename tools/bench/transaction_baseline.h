// The baseline of submissions: the database alone, by libpq.
#ifndef JURIMETER_TOOLS_BENCH_TRANSACTION_BASELINE_H_
#define JURIMETER_TOOLS_BENCH_TRANSACTION_BASELINE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "tools/bench/workload.h"

namespace jurimeter::bench {

// Inserts `rows` into an empty table with the definition of `event` in the schema `url`. Each row
// has a durable commit of its own, one after the other. Returns the milliseconds of each.
absl::StatusOr<std::vector<double>> TimeSingleRowCommits(const std::string& url,
                                                         absl::Span<const EventRow> rows);

// Stores `rows` the way most programs would: over `connections` connections with prepared
// statements, each row in a transaction of its own. It inserts the event unless it is there, and
// adds it to its day's total. Returns how long it took.
absl::StatusOr<absl::Duration> TimeOneTransactionAnEvent(const std::string& url,
                                                         absl::Span<const EventRow> rows,
                                                         int connections);

// Both return
//   CANCELLED    the user asked to end
//   UNAVAILABLE  the database is away
//   INTERNAL     it refuses the rows

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_TRANSACTION_BASELINE_H_
