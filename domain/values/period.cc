#include "domain/values/period.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "domain/values/require.h"

namespace jurimeter {
namespace {

constexpr int kMonthsOfYear = 12;
constexpr int kMonthsOfQuarter = 3;
constexpr int kMonthsOfHalfYear = 6;

Period MonthsPeriod(PeriodKind kind, absl::CivilMonth first, int months) {
  return {kind, absl::CivilDay(first), absl::CivilDay(first + months) - 1};
}

// The number of exactly `size` digits at the front of `text`, which is cut off; -1 for none.
int TakeNumber(std::string_view* text, size_t size) {
  if (text->size() < size) return -1;
  int number = 0;
  for (const char digit : text->substr(0, size)) {
    if (digit < '0' || digit > '9') return -1;
    number = number * 10 + (digit - '0');
  }
  text->remove_prefix(size);
  return number;
}

bool Take(std::string_view* text, std::string_view expected) {
  if (!text->starts_with(expected)) return false;
  text->remove_prefix(expected.size());
  return true;
}

// Reads "2023" + `joint` + a number of `size` digits, from 1 to `most`.
bool ParseOfYear(std::string_view text, std::string_view joint, size_t size, int most, int* year,
                 int* number) {
  *year = TakeNumber(&text, 4);
  if (*year < 0 || !Take(&text, joint)) return false;
  *number = TakeNumber(&text, size);
  return text.empty() && *number >= 1 && *number <= most;
}

bool EndsFebruary(absl::CivilDay day) { return day.month() == 2 && (day + 1).month() == 3; }

// 29 February becomes the 28th of a year that has none.
absl::CivilDay DayOfYear(absl::CivilDay day, int64_t year) {
  const absl::CivilDay same(year, day.month(), day.day());
  return same.month() == day.month() ? same : same - 1;
}

absl::CivilDay EndOfYear(absl::CivilDay last, int64_t year) {
  return EndsFebruary(last) ? absl::CivilDay(year, 3, 1) - 1 : DayOfYear(last, year);
}

int MonthsIn(PeriodKind kind) {
  switch (kind) {
    case PeriodKind::kMonth:
      return 1;
    case PeriodKind::kQuarter:
      return kMonthsOfQuarter;
    case PeriodKind::kHalfYear:
      return kMonthsOfHalfYear;
    case PeriodKind::kYear:
      return kMonthsOfYear;
    case PeriodKind::kDay:
    case PeriodKind::kYearToDate:
    case PeriodKind::kRange:
      break;
  }
  return 0;
}

// The whole month, quarter or year that `day` belongs to.
Period Around(absl::CivilDay day, PeriodKind unit) {
  const int months = MonthsIn(unit);
  JURIMETER_REQUIRE(months != 0);
  const int first_month = (day.month() - 1) / months * months + 1;
  return MonthsPeriod(unit, absl::CivilMonth(day.year(), first_month), months);
}

std::string KeyOf(const Period& period) {
  const auto year = period.first.year();
  switch (period.kind) {
    case PeriodKind::kMonth:
      return absl::StrFormat("%04d-%02d", year, period.first.month());
    case PeriodKind::kQuarter:
      return absl::StrFormat("%04d-Q%d", year, (period.first.month() - 1) / kMonthsOfQuarter + 1);
    default:
      return absl::StrFormat("%04d", year);
  }
}

}  // namespace

Period DayPeriod(absl::CivilDay day) { return {PeriodKind::kDay, day, day}; }

Period MonthPeriod(absl::CivilMonth month) { return MonthsPeriod(PeriodKind::kMonth, month, 1); }

Period QuarterPeriod(int64_t year, int quarter) {
  JURIMETER_REQUIRE(1 <= quarter && quarter <= 4);
  return MonthsPeriod(PeriodKind::kQuarter,
                      absl::CivilMonth(year, (quarter - 1) * kMonthsOfQuarter + 1),
                      kMonthsOfQuarter);
}

Period HalfYearPeriod(int64_t year, int half_year) {
  JURIMETER_REQUIRE(half_year == 1 || half_year == 2);
  return MonthsPeriod(PeriodKind::kHalfYear,
                      absl::CivilMonth(year, (half_year - 1) * kMonthsOfHalfYear + 1),
                      kMonthsOfHalfYear);
}

Period YearPeriod(int64_t year) {
  return MonthsPeriod(PeriodKind::kYear, absl::CivilMonth(year, 1), kMonthsOfYear);
}

Period YearToDatePeriod(absl::CivilDay last) {
  return {PeriodKind::kYearToDate, absl::CivilDay(last.year(), 1, 1), last};
}

Period RangePeriod(absl::CivilDay first, absl::CivilDay last) {
  return {PeriodKind::kRange, first, last};
}

std::optional<absl::CivilDay> ParseDay(std::string_view text) {
  const int year = TakeNumber(&text, 4);
  if (year < 0 || !Take(&text, "-")) return std::nullopt;
  const int month = TakeNumber(&text, 2);
  if (month < 0 || !Take(&text, "-")) return std::nullopt;
  const int number = TakeNumber(&text, 2);
  if (number < 0 || !text.empty()) return std::nullopt;
  const absl::CivilDay day(year, month, number);
  const bool exists = day.year() == year && day.month() == month && day.day() == number;
  return exists ? std::optional(day) : std::nullopt;
}

std::optional<Period> ParseMonth(std::string_view text) {
  int year, month;
  if (!ParseOfYear(text, "-", 2, kMonthsOfYear, &year, &month)) return std::nullopt;
  return MonthPeriod(absl::CivilMonth(year, month));
}

std::optional<Period> ParseQuarter(std::string_view text) {
  int year, quarter;
  if (!ParseOfYear(text, "-Q", 1, 4, &year, &quarter)) return std::nullopt;
  return QuarterPeriod(year, quarter);
}

std::optional<Period> ParseHalfYear(std::string_view text) {
  int year, half_year;
  if (!ParseOfYear(text, "-H", 1, 2, &year, &half_year)) return std::nullopt;
  return HalfYearPeriod(year, half_year);
}

std::string DayText(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

Period YearsEarlier(const Period& period, int years) {
  const int months = MonthsIn(period.kind);
  if (months != 0) {
    const absl::CivilMonth first(period.first.year() - years, period.first.month());
    return MonthsPeriod(period.kind, first, months);
  }
  const absl::CivilDay first = DayOfYear(period.first, period.first.year() - years);
  if (period.first == period.last) return {period.kind, first, first};
  return {period.kind, first, EndOfYear(period.last, period.last.year() - years)};
}

Period PrecedingPeriod(const Period& period) {
  if (period.kind == PeriodKind::kYearToDate) return YearsEarlier(period, 1);
  const int months = MonthsIn(period.kind);
  if (months != 0) {
    return MonthsPeriod(period.kind, absl::CivilMonth(period.first) - months, months);
  }
  const auto days = period.last - period.first + 1;
  return {period.kind, period.first - days, period.last - days};
}

Period ComparedPeriod(const Period& period, const Comparison& comparison) {
  const auto* before = std::get_if<YearsBefore>(&comparison);
  return before != nullptr ? YearsEarlier(period, before->years) : PrecedingPeriod(period);
}

std::vector<NamedPeriod> SplitPeriod(const Period& period, PeriodKind unit) {
  std::vector<NamedPeriod> parts;
  absl::CivilDay day = period.first;
  while (day <= period.last) {
    const Period whole = Around(day, unit);
    const absl::CivilDay last = std::min(whole.last, period.last);
    const bool cut = day != whole.first || last != whole.last;
    const bool all = day == period.first && last == period.last;
    parts.push_back({KeyOf(whole), !cut ? whole : all ? period : RangePeriod(day, last)});
    day = last + 1;
  }
  return parts;
}

}  // namespace jurimeter
