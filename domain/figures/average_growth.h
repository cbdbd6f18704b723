// Average yearly growth 年均增长, exact to the last printed digit.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_AVERAGE_GROWTH_H_
#define JURIMETER_DOMAIN_FIGURES_AVERAGE_GROWTH_H_

#include <cstdint>
#include <optional>

#include "domain/values/fraction.h"

namespace jurimeter {

// The decimals to which the growth is computed.
inline constexpr int kAverageGrowthDecimals = 27;

// (current / prior)^(1 / years) - 1. The true number may be irrational. If it is no multiple of
// 10^-27, the result is the middle between the two multiples around it. Comparisons with a multiple
// of 10^-27 then decide as for the true number: each digit up to the 26th, a tie, a bound.
//
// Nothing if there is no memory for the big numbers. Requires current >= 0, prior > 0, years >= 1.
std::optional<Fraction> AverageGrowthRate(int64_t current, int64_t prior, int years);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_AVERAGE_GROWTH_H_
