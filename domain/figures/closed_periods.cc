#include "domain/figures/closed_periods.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "domain/values/calendar.h"
#include "domain/values/day_interval.h"

namespace jurimeter {
namespace {

constexpr int kQuarters = 4;
constexpr int kMonths = 12;

// The days on which a bureau is closed, and those on which one is open.
struct Days {
  DayIntervals closed;
  DayIntervals open;
};

Days DaysOf(const AdmissionRules& rules) {
  std::vector<DayInterval> closed, open;
  for (const Bureau& bureau : rules.catalog.bureaus()) {
    const DayInterval life = {DayNumber(bureau.begins), DayNumber(bureau.ends)};
    const DayIntervals of_bureau = rules.closed.Within(bureau.key, life);
    const DayIntervals others = Subtract({life}, of_bureau);
    closed.insert(closed.end(), of_bureau.begin(), of_bureau.end());
    open.insert(open.end(), others.begin(), others.end());
  }
  return {Unite(std::move(closed)), Unite(std::move(open))};
}

bool IsClosed(const Days& days, const Period& period) {
  const DayIntervals wanted = {{DayNumber(period.first), DayNumber(period.last)}};
  return !Intersect(days.closed, wanted).empty() && Intersect(days.open, wanted).empty();
}

}  // namespace

std::vector<NamedPeriod> ClosedPeriods(const AdmissionRules& rules) {
  const Days days = DaysOf(rules);
  std::vector<NamedPeriod> found;
  if (days.closed.empty()) return found;
  const int64_t first = DayFromNumber(days.closed.front().first).year();
  const int64_t last = DayFromNumber(days.closed.back().last).year();
  const auto add = [&](std::string key, const Period& period) {
    if (IsClosed(days, period)) found.push_back({std::move(key), period});
  };
  for (int64_t year = first; year <= last; ++year) add(absl::StrCat(year), YearPeriod(year));
  for (int64_t year = first; year <= last; ++year) {
    for (int quarter = 1; quarter <= kQuarters; ++quarter) {
      add(absl::StrCat(year, "-Q", quarter), QuarterPeriod(year, quarter));
    }
  }
  for (int64_t year = first; year <= last; ++year) {
    for (int month = 1; month <= kMonths; ++month) {
      add(absl::StrFormat("%d-%02d", year, month), MonthPeriod(absl::CivilMonth(year, month)));
    }
  }
  return found;
}

}  // namespace jurimeter
