// The options of the benchmarks. All sizes can be made small, to see that a benchmark runs.
#ifndef JURIMETER_TOOLS_BENCH_BENCH_OPTIONS_H_
#define JURIMETER_TOOLS_BENCH_BENCH_OPTIONS_H_

#include <cstddef>
#include <string>
#include <vector>

namespace jurimeter::bench {

struct BenchOptions {
  std::string database_url;  // empty: a private server below work_dir
  std::string work_dir = "/var/tmp";
  int rounds = 5;

  size_t events = 1'000'000;    // streamed in one run
  size_t batch_events = 1'000;  // in one message of a stream
  int streams = 4;              // each on a connection of its own

  size_t calls = 50'000;         // in one run of unary calls
  size_t in_flight = 256;        // calls at a time
  size_t lone_calls = 1'000;     // in one run of one call after the other
  int connections = 4;           // for the unary calls
  size_t transactions = 20'000;  // in one run of the one-transaction-an-event baseline
  int transaction_connections = 32;
  size_t group_by_runs = 5;  // in one round

  std::vector<size_t> sizes = {100'000, 1'000'000};  // events, ascending
};

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_BENCH_OPTIONS_H_
