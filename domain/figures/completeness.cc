#include "domain/figures/completeness.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "domain/values/calendar.h"
#include "domain/values/require.h"

namespace jurimeter {
namespace {

BureauReports ReportsOf(const Indicator& indicator, const Bureau& bureau,
                        const std::vector<DayInterval>& days, int32_t last_day,
                        const ClosedDays& closed, BureauTables* tables) {
  BureauReports reports = {&bureau, false, CountDays(days), 0, 0, std::nullopt};
  for (const DayInterval& each : days) {
    reports.closed += CountDays(closed.Within(bureau.key, each));
    const BureauTable& table = tables->Reports(indicator.key, each);
    const auto found = table.find(bureau.key);
    if (found != table.end()) reports.events += found->second.events;
  }
  const BureauTable& ever = tables->Reports(
      indicator.key, {DayNumber(bureau.begins), std::min(last_day, DayNumber(bureau.ends))});
  const auto found = ever.find(bureau.key);
  if (found != ever.end()) reports.last_day = DayFromNumber(found->second.last_day);
  return reports;
}

}  // namespace

Completeness CompletenessOf(const Indicator& indicator, const Period& period, const Scope& scope,
                            const ClosedDays& closed, BureauTables* tables) {
  JURIMETER_REQUIRE(!indicator.derived());
  const std::vector<std::string>& named = indicator.spec.reporters;
  const absl::flat_hash_set<std::string> reporters(named.begin(), named.end());
  Completeness found;
  for (const Scope::Member& member : scope.members()) {
    const std::vector<DayInterval> days = Clipped(member, DaysOf(period));
    if (days.empty()) continue;
    BureauReports reports =
        ReportsOf(indicator, *member.bureau, days, DayNumber(period.last), closed, tables);
    reports.expected = named.empty() || reporters.contains(member.bureau->spec.code);
    if (!reports.expected && reports.events == 0) continue;
    if (reports.expected) ++found.expected;
    if (reports.expected && reports.events > 0) ++found.reported;
    found.bureaus.push_back(reports);
  }
  return found;
}

}  // namespace jurimeter
