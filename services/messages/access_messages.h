// Between the messages of the access list and the domain.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_ACCESS_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_ACCESS_MESSAGES_H_

#include "absl/time/civil_time.h"
#include "domain/access/access_list.h"
#include "domain/catalog/catalog.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/access.pb.h"

namespace jurimeter::messages {

// What a message says of an access list. A spec stands beside its faults, with something in the
// place of what it cannot express, so that AccessList::Create finds the faults of the rest.
struct AccessReading {
  AccessListSpec spec;
  Violations faults;  // by field path: enum values that this program does not know
};

AccessReading FromProto(const v1::AccessList& message);

// What `principal` of `list` may do by `catalog`, with bureaus counted on `day`. The caller adds
// the revisions.
v1::PrincipalAccess ToProto(const AccessList& list, const Principal& principal,
                            const Catalog& catalog, absl::CivilDay day);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_ACCESS_MESSAGES_H_
