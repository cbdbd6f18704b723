// A report as a table for people and as JSON for programs.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_BENCH_REPORT_FORMATS_H_
#define JURIMETER_TOOLS_BENCH_REPORT_FORMATS_H_

#include <string>

#include "tools/bench/report.h"

namespace jurimeter::bench {

// Ends with a line break.
std::string ReportAsTable(const Report& report);

// {"machine": {...}, "database": {...}, "rounds": 5, "lines": [{"name", "what", "unit",
// "measured": {"median", "min", "max"}, "baseline": {"what", "median", "min", "max"} or null,
// "ratio": number or null, "goal": {"bound": "at least" | "at most", "limit"}, "met"}]}
std::string ReportAsJson(const Report& report);

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_REPORT_FORMATS_H_
