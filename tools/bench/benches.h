// The benchmarks. Each adds its lines to the report. It measures its baselines in the same rounds
// as itself: A B A B.
//
// Threads: one, which must be the program's first.
#ifndef JURIMETER_TOOLS_BENCH_BENCHES_H_
#define JURIMETER_TOOLS_BENCH_BENCHES_H_

#include "absl/status/status.h"
#include "tools/bench/bench_database.h"
#include "tools/bench/bench_options.h"
#include "tools/bench/report.h"

namespace jurimeter::bench {

struct BenchContext {
  const BenchOptions& options;
  const BenchDatabase& database;
  Report* report;
};

// All return
//   CANCELLED  the user asked to end
//   others     something could not be measured; the message says what

// Streams of events, against COPY.
absl::Status BenchIngest(const BenchContext& context);

// Single events, against an empty call, a bare commit and one transaction an event.
absl::Status BenchSubmit(const BenchContext& context);

// QueryYear, against a call that returns constant bytes and against GROUP BY.
absl::Status BenchQuery(const BenchContext& context);

// How latency, rate, freshness, memory and start change as events come in.
absl::Status BenchScale(const BenchContext& context);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_BENCHES_H_
