// How one value compares with another: growth, multiple, change.
//
// A count is a ratio over 1 here, so that averages grow by the same rules. A growth or multiple is
// undefined if the prior value is not above zero; a change, if it was not reported. None has data
// if the current value has none.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_COMPARISON_H_
#define JURIMETER_DOMAIN_FIGURES_COMPARISON_H_

#include <cstdint>
#include <optional>

#include "domain/catalog/catalog.h"
#include "domain/figures/value.h"

namespace jurimeter {

// How counted integers become a number: counts are in 10^-quantity_decimals units, the denominator
// of a ratio in 10^-denominator_decimals, and a ratio is multiplied by `per`.
struct Unit {
  int64_t per = 1;
  int quantity_decimals = 0;
  int denominator_decimals = 0;
};

// numerator / denominator in the indicator's unit; nothing if it does not fit. Requires a
// denominator above 0.
std::optional<Fraction> NumberOf(int64_t numerator, int64_t denominator, const Unit& unit);

// `current` and `prior` are values of one count or ratio.
Value GrowthOf(const Value& current, const Value& prior);
Value MultipleOf(const Value& current, const Value& prior);
Value ChangeOf(const Value& current, const Value& prior, const Unit& unit);
// `current` and `prior` are values of one count, `years` apart.
Value AverageGrowthOf(const Value& current, const Value& prior, int years);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_COMPARISON_H_
