// How a benchmark runs: all that it compares is measured in each round.
//
// Example:
//   QueryBench bench(context, ...);  // has absl::Status Round(), void Report(lines) const
//   return RunRounds(context, &bench);
//
// Threads: one.
#ifndef JURIMETER_TOOLS_BENCH_ROUNDS_H_
#define JURIMETER_TOOLS_BENCH_ROUNDS_H_

#include "absl/status/status.h"
#include "tools/bench/benches.h"

namespace jurimeter::bench {

// Runs as many rounds as the options say, then adds the benchmark's lines to the report. Returns
// the error of the first round that fails.
template <typename Bench>
absl::Status RunRounds(const BenchContext& context, Bench* bench) {
  for (int round = 1; round <= context.options.rounds; ++round) {
    const absl::Status status = bench->Round();
    if (!status.ok()) return status;
  }
  bench->Report(&context.report->lines);
  return absl::OkStatus();
}

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_ROUNDS_H_
