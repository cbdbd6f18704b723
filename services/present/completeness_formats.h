// Which bureaus reported in a period, as text.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_COMPLETENESS_FORMATS_H_
#define JURIMETER_SERVICES_PRESENT_COMPLETENESS_FORMATS_H_

#include <string>

#include "jurimeter/v1/query.pb.h"
#include "services/present/answer_state.h"

namespace jurimeter::present {

// A line for each indicator: its name, how many of the expected bureaus reported, its code. Below
// it stands each bureau that is missing, with the last day that it ever reported for. Then come
// bureaus that reported although nobody expected it. A line ends with "closed" if all days of its
// bureaus in the period are, and with "partly closed" if some are.
std::string AsTable(const AskedScope& scope, const v1::QueryCompletenessResponse& response);

// A line for each indicator and bureau that was expected or reported: RFC 4180 with a byte order
// mark and a header line.
std::string AsCsv(const AskedScope& scope, const v1::QueryCompletenessResponse& response);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_COMPLETENESS_FORMATS_H_
