// Whether a closing or a reopening comes to what it was recorded with: its parts are the days that
// its scope had by the rules of its time.
//
// Example:
//   for (const Violation& fault : CheckRecorded({*catalog, closed}, request)) Report(fault);
//
// AdmitClosing and AdmitReopening are the judges, so that no rule is written twice.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_RECORDED_CLOSING_H_
#define JURIMETER_DOMAIN_CATALOG_RECORDED_CLOSING_H_

#include "domain/catalog/admission_rules.h"
#include "domain/closing/closing.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Why the request cannot have been recorded when the rules `in_force` were in force: they refuse
// it, or make other parts of it. Empty if nothing is wrong. Days are not compared with any clock.
Violations CheckRecorded(const AdmissionRules& in_force, const ClosingRequest& recorded);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_RECORDED_CLOSING_H_
