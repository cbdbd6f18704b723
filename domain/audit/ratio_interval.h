// A range of exact ratios, each end within it or not.
//
// All numbers are whole and within int128: an end below 2^64 times a count up to kMaxCount fits.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_AUDIT_RATIO_INTERVAL_H_
#define JURIMETER_DOMAIN_AUDIT_RATIO_INTERVAL_H_

#include "absl/numeric/int128.h"
#include "domain/values/int128_math.h"

namespace jurimeter::audit {

// over / under, at least 0. An `under` of zero is infinity.
struct RatioEnd {
  absl::int128 over = 0;
  absl::int128 under = 1;
  bool open = false;  // the end itself does not belong

  bool infinite() const { return under == 0; }

  friend bool operator==(const RatioEnd&, const RatioEnd&) = default;
};

struct RatioInterval {
  RatioEnd low;
  RatioEnd high = {1, 0, true};

  bool empty() const;
  // The interval of the inverse ratios.
  RatioInterval Inverted() const;

  friend bool operator==(const RatioInterval&, const RatioInterval&) = default;
};

// Least whole number that `low` times `factor` allows. Requires a finite end and factor >= 0.
inline absl::int128 LeastWithin(const RatioEnd& low, absl::int128 factor) {
  const absl::int128 product = low.over * factor;
  if (low.open) return product / low.under + 1;
  return QuotientUp(product, low.under);
}

// Greatest whole number that `high` times `factor` allows; -1 if not even 0 is allowed.
inline absl::int128 GreatestWithin(const RatioEnd& high, absl::int128 factor) {
  const absl::int128 product = high.over * factor;
  if (high.open) return QuotientUp(product, high.under) - 1;
  return product / high.under;
}

// Whether some whole number lies within `interval` times `factor`.
inline bool HoldsWhole(const RatioInterval& interval, absl::int128 factor) {
  return interval.high.infinite() ||
         LeastWithin(interval.low, factor) <= GreatestWithin(interval.high, factor);
}

}  // namespace jurimeter::audit

#endif  // JURIMETER_DOMAIN_AUDIT_RATIO_INTERVAL_H_
