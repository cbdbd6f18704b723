// Who was expected to report in a period, and who did.
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
#include "domain/totals/bureau_tables.h"
#include "domain/values/period.h"

namespace jurimeter {

struct BureauReports {
  const Bureau* bureau;
  bool expected;
  int64_t events;                          // in the period, on the days when it counts
  std::optional<absl::CivilDay> last_day;  // reported for, in or before the period, of its life
};

struct Completeness {
  int64_t expected = 0;
  int64_t reported = 0;  // of those expected, with an event in the period
  // Those that were expected or reported all the same, in the catalog's order.
  std::vector<BureauReports> bureaus;
};

// Of a flow or stock. A bureau of `scope` is expected where it counts on a day of `period` and the
// indicator names it, or names nobody, as a reporter.
Completeness CompletenessOf(const Indicator& indicator, const Period& period, const Scope& scope,
                            BureauTables* tables);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_COMPLETENESS_H_
