// Who was expected to report in a period, who did, and for which days that is final.
//
// Threads: pure but for what `tables` keeps.
#ifndef JURIMETER_DOMAIN_FIGURES_COMPLETENESS_H_
#define JURIMETER_DOMAIN_FIGURES_COMPLETENESS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/scope.h"
#include "domain/closing/closed_days.h"
#include "domain/totals/bureau_tables.h"
#include "domain/values/period.h"

namespace jurimeter {

struct BureauReports {
  const Bureau* bureau;
  bool expected;
  int64_t days;    // of the period, on which it counts
  int64_t closed;  // how many of these take no more events
  int64_t events;  // in the period, on days when it counts
  // The last day of its life that it reported for, in or before the period.
  std::optional<absl::CivilDay> last_day;
};

struct Completeness {
  int64_t expected = 0;
  int64_t reported = 0;  // of those expected, with an event in the period
  // The bureaus that were expected, and others that reported, in the catalog's order.
  std::vector<BureauReports> bureaus;
};

// Requires a flow or stock. A bureau of `scope` is expected if it counts on a day of `period` and
// the indicator either names it as a reporter or names nobody.
Completeness CompletenessOf(const Indicator& indicator, const Period& period, const Scope& scope,
                            const ClosedDays& closed, BureauTables* tables);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_COMPLETENESS_H_
