// The rules of a catalog without any closing.
//
// Example: AdmitEvent(OpenRules(*catalog), draft, now)
#ifndef JURIMETER_TESTS_DOMAIN_CATALOG_OPEN_RULES_H_
#define JURIMETER_TESTS_DOMAIN_CATALOG_OPEN_RULES_H_

#include "domain/catalog/admission_rules.h"

namespace jurimeter {

inline AdmissionRules OpenRules(const Catalog& catalog) {
  static const ClosedDays nothing;
  return {catalog, nothing};
}

}  // namespace jurimeter

#endif  // JURIMETER_TESTS_DOMAIN_CATALOG_OPEN_RULES_H_
