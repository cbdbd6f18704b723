// Figures as CSV for spreadsheets: RFC 4180 in UTF-8 with a byte order mark and a header line,
// all integers in full.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_FIGURE_CSV_H_
#define JURIMETER_SERVICES_PRESENT_FIGURE_CSV_H_

#include <string>

#include "jurimeter/v1/query.pb.h"
#include "services/present/answer_state.h"

namespace jurimeter::present {

// A line for each figure; its last columns say what the answer was computed from.
std::string AsCsv(const AskedScope& scope, const v1::QueryYearResponse& response);

// A line for each figure of the whole, at the level "total". Then a line for each figure of every
// part, at the level "part"; the part of events without a category has no key. The columns are
// always the same.
std::string AsCsv(const AskedScope& scope, const v1::QueryPeriodResponse& response);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_FIGURE_CSV_H_
