// The samples of several measurements over all rounds, by name. Prints each to stderr as it comes,
// since a whole benchmark takes minutes.
//
// Threads: one.
#ifndef JURIMETER_TOOLS_BENCH_SAMPLES_H_
#define JURIMETER_TOOLS_BENCH_SAMPLES_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tools/bench/spread.h"

namespace jurimeter::bench {

class Samples {
 public:
  // `unit` is the unit of all samples, for stderr.
  explicit Samples(std::string unit) : unit_(std::move(unit)) {}

  void Add(const std::string& name, double value);

  // The spread of `name`, which must have samples.
  Spread Of(const std::string& name) const { return SpreadOf(samples_.at(name)); }

  const std::string& unit() const { return unit_; }

 private:
  std::string unit_;
  std::map<std::string, std::vector<double>> samples_;
};

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_SAMPLES_H_
