// Average yearly growth 年均增长, exact to the last printed digit.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_AVERAGE_GROWTH_H_
#define JURIMETER_DOMAIN_FIGURES_AVERAGE_GROWTH_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "domain/values/fraction.h"

namespace jurimeter {

// Multiples of half a unit of so many decimals separate the same numbers as those of all before.
inline constexpr int kAverageGrowthDecimals = 27;

// (current / prior)^(1 / years) - 1, or, where that is no multiple of 10^-27, the middle between
// the two multiples around it. Whatever is decided by comparing with a multiple of 10^-27 (each
// digit up to the 26th, a tie, a bound) is decided as for the true number, which may be irrational
// and which no fraction is.
//
// Requires current >= 0, prior > 0, years >= 1.
//   RESOURCE_EXHAUSTED  no memory for the big numbers
absl::StatusOr<Fraction> AverageGrowthOf(int64_t current, int64_t prior, int years);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_AVERAGE_GROWTH_H_
