// The questions about periods, between messages and the domain.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_PERIOD_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_PERIOD_MESSAGES_H_

#include "domain/figures/completeness_query.h"
#include "domain/figures/period_query.h"
#include "domain/values/period.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/query.pb.h"

namespace jurimeter::query {

// Read what a message says. What cannot be read (a day that does not exist, no period at all, an
// unknown breakdown) is added to `faults`; everything else is for CheckQuery.
PeriodQuery FromProto(const v1::QueryPeriodRequest& request, Violations* faults);
CompletenessQuery FromProto(const v1::QueryCompletenessRequest& request, Violations* faults);

// The days asked about, and those compared with.
void SetDays(const PeriodQuery& query, v1::QueryPeriodResponse* response);

void FillCompleteness(const IndicatorCompleteness& found, const Period& period,
                      v1::IndicatorCompleteness* message);

}  // namespace jurimeter::query

#endif  // JURIMETER_SERVICES_MESSAGES_PERIOD_MESSAGES_H_
