// Periods, comparisons and breakdowns as they are written on a command line.
//
// Example: PeriodFromWord("2023-Q3")->quarter() is "2023-Q3".
//
// Errors are INVALID_ARGUMENT and say the value and what is expected. The service decides the rest,
// such as whether a period is within the catalog's years.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_PRESENT_PERIOD_WORDS_H_
#define JURIMETER_SERVICES_PRESENT_PERIOD_WORDS_H_

#include <string>

#include "absl/status/statusor.h"
#include "jurimeter/v1/query.pb.h"

namespace jurimeter::present {

// What each function below reads, for a help text.
inline constexpr char kPeriodWords[] =
    "2023, 2023-H2, 2023-Q3, 2023-09, 2023-09-30, ytd:2023-09-30 (from 1 January to that day) or "
    "2023-01-05..2023-03-07 (both days included)";
inline constexpr char kComparisonWords[] =
    "year-before, period-before or N-years-before, such as 3-years-before";
inline constexpr char kBreakdownWords[] =
    "bureau, category, month, quarter, year or region:DIGITS, such as region:4";

absl::StatusOr<v1::Period> PeriodFromWord(const std::string& word);
absl::StatusOr<v1::Comparison> ComparisonFromWord(const std::string& word);
absl::StatusOr<v1::Breakdown> BreakdownFromWord(const std::string& word);

}  // namespace jurimeter::present

#endif  // JURIMETER_SERVICES_PRESENT_PERIOD_WORDS_H_
