// Periods: the days that figures are of, and those that they are compared with.
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
#include <vector>

#include "absl/time/civil_time.h"
#include "domain/catalog/indicator.h"

namespace jurimeter {

enum class PeriodKind { kDay, kMonth, kQuarter, kHalfYear, kYear, kYearToDate, kRange };

// `first` to `last`, both included. The kind says what an earlier period of the same kind is.
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
Period QuarterPeriod(int64_t year, int quarter);     // 1 to 4
Period HalfYearPeriod(int64_t year, int half_year);  // 1 or 2
Period YearPeriod(int64_t year);
// From 1 January to `last`.
Period YearToDatePeriod(absl::CivilDay last);
// Requires first <= last.
Period RangePeriod(absl::CivilDay first, absl::CivilDay last);

// Reads "2023-09-30", "2023-09", "2023-Q3", "2023-H2"; nothing of any other text or of a day that
// does not exist.
std::optional<absl::CivilDay> ParseDay(std::string_view text);
std::optional<Period> ParseMonth(std::string_view text);
std::optional<Period> ParseQuarter(std::string_view text);
std::optional<Period> ParseHalfYear(std::string_view text);

// "2023-09-30".
std::string DayText(absl::CivilDay day);

// The same period `years` before 同期. A month, quarter, half-year or year is the same one of the
// other year, whatever its length. A day is the same day, and 29 February the 28th. A range or
// year to date is mapped end by end; one of several days that ends on the last day of February
// does so in the other year too, since it means the month's end.
Period YearsEarlier(const Period& period, int years);

// The period before 环比: of a range as many days immediately before; of a year to date, which has
// none, the same of the year before.
Period PrecedingPeriod(const Period& period);

Period ComparedPeriod(const Period& period, const Comparison& comparison);

// A part of a period, with the name of what it is of: "2023-09", "2023-Q3", "2023".
struct NamedPeriod {
  std::string key;
  Period period;
};

// The months, quarters or years of `period`, ascending: whole ones, and ranges where it cuts one.
// Where there is but one part, that is `period` itself, so that it compares as the whole does.
// `unit` is kMonth, kQuarter or kYear.
std::vector<NamedPeriod> SplitPeriod(const Period& period, PeriodKind unit);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_PERIOD_H_
