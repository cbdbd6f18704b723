// Checks of the fields that requests share: questions about figures, closings and reopenings.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_REQUEST_CHECKS_H_
#define JURIMETER_DOMAIN_CATALOG_REQUEST_CHECKS_H_

#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/values/period.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Each adds the faults of the field that it names. Codes have the reasons malformed, unknown and
// repeated.

// "period": days in their order, from the catalog's first year to kMaxYear.
void CheckPeriod(const Catalog& catalog, const Period& period, Violations* faults);
// "region": 0 to 12 digits.
void CheckRegionCode(const std::string& code, Violations* faults);
// "bureaus": known ones, each once.
void CheckBureauCodes(const Catalog& catalog, const std::vector<std::string>& codes,
                      Violations* faults);
// "indicators": known ones, each once.
void CheckIndicatorCodes(const Catalog& catalog, const std::vector<std::string>& codes,
                         Violations* faults);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_REQUEST_CHECKS_H_
