// Median and spread of the samples of several rounds.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_BENCH_SPREAD_H_
#define JURIMETER_TOOLS_BENCH_SPREAD_H_

#include <vector>

namespace jurimeter::bench {

struct Spread {
  double median = 0;
  double min = 0;
  double max = 0;
};

// The spread of `samples`; there must be at least one.
Spread SpreadOf(std::vector<double> samples);

// The smallest sample for which at least `share` (0 to 1) of `samples` are no larger. There must be
// at least one.
double Quantile(std::vector<double> samples, double share);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_SPREAD_H_
