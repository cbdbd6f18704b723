#include "tools/bench/samples.h"

#include <iostream>

#include "absl/strings/str_format.h"

namespace jurimeter::bench {

void Samples::Add(const std::string& name, double value) {
  samples_[name].push_back(value);
  std::cerr << absl::StrFormat("  %-24s %12.4g %s\n", name, value, unit_);
}

}  // namespace jurimeter::bench
