// A report as a table for people, as JSON for programs and as CSV for spreadsheets.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_BENCH_REPORT_FORMATS_H_
#define JURIMETER_TOOLS_JURIMETER_BENCH_REPORT_FORMATS_H_

#include <string>

#include "tools/jurimeter/bench/report.h"

namespace jurimeter::tools {

// Ends with a line break.
std::string ReportAsTable(const Report& report);

// {"machine": {...}, "database": {...}, "rounds": 5, "lines": [{"name", "what", "unit",
// "measured": {"median", "min", "max"}, "baseline": {"what", "median", "min", "max"} or null,
// "ratio": number or null, "goal": {"bound": "at least" | "at most", "limit"}, "met"}]}
std::string ReportAsJson(const Report& report);

// A header and a line for each line of the report; what has no baseline leaves its fields empty.
std::string ReportAsCsv(const Report& report);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_BENCH_REPORT_FORMATS_H_
