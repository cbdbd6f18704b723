// The pairs of whole numbers whose ratio lies in an interval: the first, the last, and their
// number. Each takes as many steps as Euclid's algorithm.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_AUDIT_WHOLE_PAIRS_H_
#define JURIMETER_DOMAIN_AUDIT_WHOLE_PAIRS_H_

#include <cstdint>

#include "absl/numeric/int128.h"
#include "domain/audit/ratio_interval.h"

namespace jurimeter::audit {

// Largest count that is audited. Two of them multiply within an int128.
inline constexpr int64_t kMaxCount = 1'000'000'000'000'000'000;

struct WholeRange {
  absl::int128 min = 0;
  absl::int128 max = kMaxCount;

  bool empty() const { return min > max; }
  absl::int128 size() const { return empty() ? absl::int128(0) : max - min + 1; }
};

// Least denominator from `from` on for which `interval` holds a numerator. If `from` is 1, it is
// the denominator of the simplest fraction in the interval. Requires an interval that is not empty
// and 1 <= from <= kMaxCount.
absl::int128 FirstDenominator(const RatioInterval& interval, absl::int128 from);

// Greatest denominator up to `to` for which `interval` holds a numerator; 0 if there is none.
// Requires an interval that is not empty and to <= kMaxCount.
absl::int128 LastDenominator(const RatioInterval& interval, absl::int128 to);

// Sum of (step * i + start) / divisor, each rounded down, for i from 0 to terms - 1. Requires
// divisor > 0, the rest not negative, and every term up to about kMaxCount.
absl::int128 SumOfQuotients(absl::int128 terms, absl::int128 divisor, absl::int128 step,
                            absl::int128 start);

// Number of pairs in `interval` with numerator and denominator in these ranges. Requires that each
// denominator allows a numerator of at least numerators.min and one of at most numerators.max, and
// denominators from 1 on.
absl::int128 CountPairs(const RatioInterval& interval, const WholeRange& numerators,
                        const WholeRange& denominators);

// Number of denominators with at least one such pair, under the same conditions. Requires also that
// the `under` of one end is a multiple of the other's.
absl::int128 CountDenominators(const RatioInterval& interval, const WholeRange& numerators,
                               const WholeRange& denominators);

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_WHOLE_PAIRS_H_
