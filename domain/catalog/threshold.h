// Numbers that people write in the unit in which an indicator is printed: thresholds, ranges.
//
// Example: ThresholdOf(995, 1, Scale::kPercent)  // 99.5%, which is 995/1000
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_THRESHOLD_H_
#define JURIMETER_DOMAIN_CATALOG_THRESHOLD_H_

#include <cstdint>

#include "domain/catalog/indicator.h"
#include "domain/values/fraction.h"

namespace jurimeter {

// The value that is printed in `scale` as number * 10^-decimals. Requires 0 to kMaxDecimals.
Fraction ThresholdOf(int64_t number, int decimals, Scale scale);

// Whether `value` passes the test against `threshold`.
bool Passes(const Fraction& value, ThresholdTest test, const Fraction& threshold);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_THRESHOLD_H_
