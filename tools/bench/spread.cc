#include "tools/bench/spread.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace jurimeter::bench {

Spread SpreadOf(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end());
  const size_t half = samples.size() / 2;
  const double median =
      samples.size() % 2 == 1 ? samples[half] : (samples[half - 1] + samples[half]) / 2;
  return {.median = median, .min = samples.front(), .max = samples.back()};
}

double Quantile(std::vector<double> samples, double share) {
  const auto rank = static_cast<size_t>(std::ceil(share * static_cast<double>(samples.size())));
  const auto place = samples.begin() + static_cast<ptrdiff_t>(std::max<size_t>(rank, 1) - 1);
  std::nth_element(samples.begin(), place, samples.end());
  return *place;
}

}  // namespace jurimeter::bench
