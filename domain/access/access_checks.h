// What an access list must be before it comes into force.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_ACCESS_ACCESS_CHECKS_H_
#define JURIMETER_DOMAIN_ACCESS_ACCESS_CHECKS_H_

#include "domain/access/access_list.h"
#include "domain/catalog/catalog.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Every fault of `spec`, in the order of the fields of its message:
//   - no principal that may administer; more than kMaxPrincipals, or more than kMaxGrants of one
//   - certificate_identity missing although principals have certificates
//   - a code missing, malformed, taken by nobody or used twice; name_zh missing; a text that is not
//     UTF-8
//   - a certificate that is not of the kind, or that another principal has
//   - a grant without kinds or without a sound scope (scope_draft.h); another scope than all for
//     what is granted for all bureaus only
//   - limits out of range
// Bureaus are looked up in `catalog`, unless that is null.
Violations CheckAccessList(const AccessListSpec& spec, const Catalog* catalog);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_ACCESS_ACCESS_CHECKS_H_
