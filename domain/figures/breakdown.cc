#include "domain/figures/breakdown.h"

#include <set>

#include "domain/values/calendar.h"

namespace jurimeter {

std::vector<ScopePart> PartsByBureau(const Scope& scope, const Period& period) {
  std::vector<ScopePart> parts;
  for (const Scope::Member& member : scope.members()) {
    if (Clipped(member, DaysOf(period)).empty()) continue;
    const std::string& code = member.bureau->spec.code;
    parts.push_back({code, scope.OfBureaus({code})});
  }
  return parts;
}

std::vector<ScopePart> PartsByRegion(const Scope& scope, size_t digits, const Period& period) {
  std::set<std::string> codes;
  for (const Scope::Member& member : scope.members()) {
    for (const DayInterval& days : Clipped(member, DaysOf(period))) {
      for (const Assignment& assigned : member.bureau->history) {
        if (DayNumber(assigned.from) > days.last) break;
        const bool ended = &assigned != &member.bureau->history.back() &&
                           DayNumber((&assigned + 1)->from) <= days.first;
        if (!ended) codes.insert(assigned.region.substr(0, digits));
      }
    }
  }
  std::vector<ScopePart> parts;
  for (const std::string& code : codes) {
    parts.push_back({code, scope.InRegion(code, /*whole=*/code.size() < digits)});
  }
  return parts;
}

}  // namespace jurimeter
