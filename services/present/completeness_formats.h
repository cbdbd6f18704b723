// Who reported in a period, as text.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_COMPLETENESS_FORMATS_H_
#define JURIMETER_SERVICES_PRESENT_COMPLETENESS_FORMATS_H_

#include <string>

#include "jurimeter/v1/query.pb.h"
#include "services/present/answer_state.h"

namespace jurimeter::tools {

// A line for each indicator: name, how many of those expected reported, code. Below it each
// bureau that is missing, with the last day that it ever reported for, and each that reported
// without being expected to.
std::string CompletenessAsTable(const AskedScope& scope,
                                const v1::QueryCompletenessResponse& response);

// A line for each indicator and bureau that was expected or reported: RFC 4180 with a byte order
// mark and a header line.
std::string CompletenessAsCsv(const AskedScope& scope,
                              const v1::QueryCompletenessResponse& response);

}  // namespace jurimeter::tools

#endif  // JURIMETER_SERVICES_PRESENT_COMPLETENESS_FORMATS_H_
