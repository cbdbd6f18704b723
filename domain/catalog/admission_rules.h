// What decides whether an event, a correction or a closing is admitted. Whoever admits has to name
// all of it, so that nobody forgets the closings.
//
// Example: AdmitEvent({*catalog, closed}, draft, absl::Now())
//
// Threads: refers to values that must outlive it.
#ifndef JURIMETER_DOMAIN_CATALOG_ADMISSION_RULES_H_
#define JURIMETER_DOMAIN_CATALOG_ADMISSION_RULES_H_

#include "domain/catalog/catalog.h"      // exported
#include "domain/closing/closed_days.h"  // exported

namespace jurimeter {

struct AdmissionRules {
  const Catalog& catalog;
  const ClosedDays& closed;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_ADMISSION_RULES_H_
