// How one value compares with another: growth, multiple, change.
//
// A count is a ratio over 1 here, so that averages grow by the same rules. Undefined where the
// prior value is not above zero (of a change: was not reported); without data where the current
// one has none.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_COMPARISON_H_
#define JURIMETER_DOMAIN_FIGURES_COMPARISON_H_

#include "domain/catalog/catalog.h"
#include "domain/figures/value.h"

namespace jurimeter {

// The number behind counted integers: a count in 10^-quantity_decimals units, a ratio times `per`.
struct Unit {
  int64_t per = 1;
  int quantity_decimals = 0;
  int denominator_decimals = 0;
};

// The number of integers over a positive denominator; nothing where it does not fit.
std::optional<Fraction> NumberOf(int64_t numerator, int64_t denominator, const Unit& unit);

// Of values of one count or ratio.
Value GrowthOf(const Value& current, const Value& prior);
Value MultipleOf(const Value& current, const Value& prior);
Value ChangeOf(const Value& current, const Value& prior, const Unit& unit);
// Of values of one count, `years` apart.
Value AverageGrowthOf(const Value& current, const Value& prior, int years);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_COMPARISON_H_
