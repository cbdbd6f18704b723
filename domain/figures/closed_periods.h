// Which months, quarters and years are closed for the whole: figures of these were published, or
// are about to be.
//
// Example:
//   for (const NamedPeriod& closed : ClosedPeriods({*catalog, closed_days})) ...
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_FIGURES_CLOSED_PERIODS_H_
#define JURIMETER_DOMAIN_FIGURES_CLOSED_PERIODS_H_

#include <vector>

#include "domain/catalog/admission_rules.h"
#include "domain/values/period.h"

namespace jurimeter {

// The years, then the quarters, then the months in which a day of a bureau is closed and none is
// open, each in their order. A day on which a bureau does not exist is neither.
std::vector<NamedPeriod> ClosedPeriods(const AdmissionRules& rules);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_CLOSED_PERIODS_H_
