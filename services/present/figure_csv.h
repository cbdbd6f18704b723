// Figures as CSV for spreadsheets: RFC 4180 in UTF-8 with a byte order mark and a header line,
// all integers in full.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_FIGURE_CSV_H_
#define JURIMETER_SERVICES_PRESENT_FIGURE_CSV_H_

#include <string>

#include "jurimeter/v1/query.pb.h"
#include "services/present/answer_state.h"

namespace jurimeter::tools {

// A line for each figure; its last columns say what the answer is of.
std::string FiguresAsCsv(const AskedScope& scope, const v1::QueryYearResponse& response);

// A line for each figure of the whole, at the level "total", then for each of every part, at the
// level "part". (A part of what has no category has no key.) The columns are the same whatever was
// asked for.
std::string FiguresAsCsv(const AskedScope& scope, const v1::QueryPeriodResponse& response);

}  // namespace jurimeter::tools

#endif  // JURIMETER_SERVICES_PRESENT_FIGURE_CSV_H_
