// QueryYear for the year of the benchmarks' events.
#ifndef JURIMETER_TOOLS_BENCH_YEAR_QUESTION_H_
#define JURIMETER_TOOLS_BENCH_YEAR_QUESTION_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace jurimeter::bench {

// A QueryYearRequest for the whole report, serialised.
std::string YearRequest(int64_t min_revision);

// Waits until the query service at `address` has taken in `revision`.
//   CANCELLED    the user asked to end
//   UNAVAILABLE  it has not done so after some minutes
absl::Status AwaitRevision(const std::string& address, int64_t revision);

// Waits until the query service at `address` has answered as of `revision`. Statuses as above.
absl::Status AwaitAsOf(const std::string& address, int64_t revision);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_YEAR_QUESTION_H_
