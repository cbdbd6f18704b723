// The baseline of ingestion: COPY of the same rows into a table of the same definition, and nothing
// else.
#ifndef JURIMETER_TOOLS_BENCH_COPY_BASELINE_H_
#define JURIMETER_TOOLS_BENCH_COPY_BASELINE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace jurimeter::bench {

// Copies `chunks` (rows of `event` in COPY's text form) by libpq, in one transaction, into an
// empty table of the schema `url` that has the columns and indexes of `event`. Returns how long
// it took until the COMMIT was durable.
//   CANCELLED    the user asked to end
//   UNAVAILABLE  the database is away
//   INTERNAL     it refuses the rows
absl::StatusOr<absl::Duration> TimeCopy(const std::string& url,
                                        absl::Span<const std::string> chunks);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_COPY_BASELINE_H_
