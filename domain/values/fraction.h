// Exact fractions and their one rounding.
//
// No floating point, here or on the way here. Everything is absl::int128; a number that does not
// fit is said to be absent, and is never a wrong one.
//
// Example:
//   Fraction rate(1756, 1767);
//   rate.Scaled(/*shift=*/4, Rounding::kHalfUp);  // 9938, printed as 99.38%
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_VALUES_FRACTION_H_
#define JURIMETER_DOMAIN_VALUES_FRACTION_H_

#include <optional>

#include "absl/numeric/int128.h"
#include "domain/values/rounding.h"

namespace jurimeter {

// numerator / denominator with a positive denominator. It is not reduced, so that what was counted
// stays visible.
class Fraction {
 public:
  // Requires denominator > 0.
  explicit Fraction(absl::int128 numerator, absl::int128 denominator = 1);

  absl::int128 numerator() const { return numerator_; }
  absl::int128 denominator() const { return denominator_; }

  // The whole number nearest to value * 10^shift under `rounding`; `shift` may be negative.
  // Nothing if it does not fit into an int128.
  std::optional<absl::int128> Scaled(int shift, Rounding rounding) const;

  // Whether value * 10^shift is a whole number.
  bool IsWholeAt(int shift) const;

  // Comparison by value: 1/2 == 2/4.
  friend bool operator==(const Fraction& a, const Fraction& b);
  friend bool operator<(const Fraction& a, const Fraction& b);

 private:
  absl::int128 numerator_;
  absl::int128 denominator_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_FRACTION_H_
