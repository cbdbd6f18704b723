// From what bureaus reported to the messages that answer QueryCompleteness.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_COMPLETENESS_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_COMPLETENESS_MESSAGES_H_

#include "domain/figures/completeness_query.h"
#include "domain/values/period.h"
#include "jurimeter/v1/query.pb.h"

namespace jurimeter::messages {

// Fills an empty `message`. Bureaus have the names that they had on the last day of `period`.
void FillCompleteness(const IndicatorCompleteness& found, const Period& period,
                      v1::IndicatorCompleteness* message);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_COMPLETENESS_MESSAGES_H_
