// Periods: the days that figures are about, and the earlier days that they are compared with.
//
// Example:
//   std::optional<Period> quarter = ParseQuarter("2024-Q1");
//   YearsEarlier(*quarter, 1)   // 2023-Q1: 90 days against 91
//   PrecedingPeriod(*quarter)   // 2023-Q4
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_VALUES_PERIOD_H_
#define JURIMETER_DOMAIN_VALUES_PERIOD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/time/civil_time.h"

namespace jurimeter {

enum class PeriodKind { kDay, kMonth, kQuarter, kHalfYear, kYear, kYearToDate, kRange };

// The days `first` to `last`, both included. The kind decides what the earlier periods are.
struct Period {
  PeriodKind kind;
  absl::CivilDay first;
  absl::CivilDay last;

  friend bool operator==(const Period&, const Period&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const Period& period) {
    return H::combine(std::move(state), period.kind, period.first, period.last);
  }
};

Period DayPeriod(absl::CivilDay day);
Period MonthPeriod(absl::CivilMonth month);
// Requires a quarter of 1 to 4.
Period QuarterPeriod(int64_t year, int quarter);
// Requires a half-year of 1 or 2.
Period HalfYearPeriod(int64_t year, int half_year);
Period YearPeriod(int64_t year);
// From 1 January to `last`.
Period YearToDatePeriod(absl::CivilDay last);
// A range whose last day comes before its first has no days.
Period RangePeriod(absl::CivilDay first, absl::CivilDay last);

// Read "2023-09-30", "2023-09", "2023-Q3" and "2023-H2". Nothing if `text` is anything else, or a
// day that does not exist.
std::optional<absl::CivilDay> ParseDay(std::string_view text);
std::optional<Period> ParseMonth(std::string_view text);
std::optional<Period> ParseQuarter(std::string_view text);
std::optional<Period> ParseHalfYear(std::string_view text);

// "2023-09-30".
std::string DayText(absl::CivilDay day);

// The same period `years` before 同期:
//   - a month, quarter, half-year or year: the same one of the other year
//   - a day: the same day; 29 February becomes the 28th
//   - a range or year to date: from the same first day to the same last day. If it has several days
//     and ends with February, it ends with February in the other year too.
Period YearsEarlier(const Period& period, int years);

// The period before 环比. Before a range lie as many days. A year to date has no period before it,
// so that this is the year to date of the year before.
Period PrecedingPeriod(const Period& period);

// What a period is compared with: YearsEarlier or PrecedingPeriod.
struct YearsBefore {
  int years = 1;

  friend bool operator==(const YearsBefore&, const YearsBefore&) = default;
};
struct PeriodBefore {
  friend bool operator==(const PeriodBefore&, const PeriodBefore&) = default;
};
using Comparison = std::variant<YearsBefore, PeriodBefore>;

// The period that `period` is compared with.
Period ComparedPeriod(const Period& period, const Comparison& comparison);

// A part of a period, with the name of its month, quarter or year: "2023-09", "2023-Q3", "2023".
struct NamedPeriod {
  std::string key;
  Period period;
};

// The months, quarters or years of `period`, ascending. A part that `period` cuts is a range. An
// only part is `period` itself, so that it compares as the whole does. Requires a `unit` of kMonth,
// kQuarter or kYear.
std::vector<NamedPeriod> SplitPeriod(const Period& period, PeriodKind unit);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_PERIOD_H_
