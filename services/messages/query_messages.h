// From the questions of the query API to the domain's, checked.
//
// Example:
//   Checked<PeriodQuery> query = ReadQuery(catalog, request);
//   if (!query.ok()) return Refused(query.faults());
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_QUERY_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_QUERY_MESSAGES_H_

#include "domain/catalog/catalog.h"
#include "domain/figures/completeness_query.h"
#include "domain/figures/period_query.h"
#include "domain/figures/year_query.h"
#include "domain/values/checked.h"
#include "domain/values/period.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/query.pb.h"

namespace jurimeter::messages {

// The period that `message` names. If it cannot be read, adds why to `faults`, and returns one that
// passes every check.
Period PeriodFromProto(const v1::Period& message, Violations* faults);

// The question that `request` asks, or all its faults: what cannot be read, such as a day that does
// not exist or an unknown breakdown; what `catalog` cannot answer, as CheckQuery says; a negative
// min_revision.
Checked<YearQuery> ReadQuery(const Catalog& catalog, const v1::QueryYearRequest& request);
Checked<PeriodQuery> ReadQuery(const Catalog& catalog, const v1::QueryPeriodRequest& request);
Checked<CompletenessQuery> ReadQuery(const Catalog& catalog,
                                     const v1::QueryCompletenessRequest& request);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_QUERY_MESSAGES_H_
