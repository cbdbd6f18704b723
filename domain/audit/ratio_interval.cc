#include "domain/audit/ratio_interval.h"

namespace jurimeter::audit {

bool RatioInterval::empty() const {
  if (high.infinite()) return false;
  const absl::int128 low_crosswise = low.over * high.under;
  const absl::int128 high_crosswise = high.over * low.under;
  if (low_crosswise != high_crosswise) return low_crosswise > high_crosswise;
  return low.open || high.open;
}

RatioInterval RatioInterval::Inverted() const {
  return {.low = {high.under, high.over, high.open}, .high = {low.under, low.over, low.open}};
}

}  // namespace jurimeter::audit
