#include "domain/figures/closed_periods.h"

#include <utility>

#include "domain/values/calendar.h"
#include "domain/values/day_interval.h"

namespace jurimeter {
namespace {

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

// The whole years in which `days`, at least one, lie.
Period YearsOf(const DayIntervals& days) {
  const Period first = YearPeriod(DayFromNumber(days.front().first).year());
  const Period last = YearPeriod(DayFromNumber(days.back().last).year());
  return first == last ? first : RangePeriod(first.first, last.last);
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
  const Period years = YearsOf(days.closed);
  for (const PeriodKind unit : {PeriodKind::kYear, PeriodKind::kQuarter, PeriodKind::kMonth}) {
    for (NamedPeriod& part : SplitPeriod(years, unit)) {
      if (IsClosed(days, part.period)) found.push_back(std::move(part));
    }
  }
  return found;
}

}  // namespace jurimeter
