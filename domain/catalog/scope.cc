#include "domain/catalog/scope.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

#include "domain/values/calendar.h"

namespace jurimeter {
namespace {

constexpr DayInterval kAllDays = {std::numeric_limits<int32_t>::min(),
                                  std::numeric_limits<int32_t>::max()};

bool IsIn(std::string_view region, const std::string& prefix, bool whole) {
  return whole ? region == prefix : region.starts_with(prefix);
}

}  // namespace

DayInterval DaysOf(const Period& period) {
  return {DayNumber(period.first), DayNumber(period.last)};
}

DayInterval DaysOfAssignment(const Bureau& bureau, size_t place) {
  const std::vector<Assignment>& history = bureau.history;
  DayInterval days = kAllDays;
  if (place > 0) days.first = DayNumber(history[place].from);
  if (place + 1 < history.size()) days.last = DayNumber(history[place + 1].from) - 1;
  return days;
}

std::vector<DayInterval> Clipped(const Scope::Member& member, const DayInterval& days) {
  std::vector<DayInterval> clipped;
  for (const DayInterval& each : member.days) {
    const DayInterval common = {std::max(each.first, days.first), std::min(each.last, days.last)};
    if (common.first <= common.last) clipped.push_back(common);
  }
  return clipped;
}

Scope Scope::All(const Catalog& catalog) {
  Scope scope;
  for (const Bureau& bureau : catalog.bureaus()) {
    scope.members_.push_back({&bureau, {{DayNumber(bureau.begins), DayNumber(bureau.ends)}}});
  }
  return scope;
}

Scope Scope::InRegion(const std::string& prefix, bool whole) const {
  Scope scope;
  scope.region_ = prefix;
  scope.names_bureaus_ = names_bureaus_;
  for (const Member& member : members_) {
    Member kept = {member.bureau, {}};
    const std::vector<Assignment>& history = member.bureau->history;
    for (size_t place = 0; place < history.size(); ++place) {
      if (!IsIn(history[place].region, prefix, whole)) continue;
      const DayInterval assigned = DaysOfAssignment(*member.bureau, place);
      for (const DayInterval& days : Clipped(member, assigned)) {
        // A bureau that was only renamed is in the region without a break.
        const bool adjoins = !kept.days.empty() && kept.days.back().last + 1 == days.first;
        if (adjoins) {
          kept.days.back().last = days.last;
        } else {
          kept.days.push_back(days);
        }
      }
    }
    if (!kept.days.empty()) scope.members_.push_back(std::move(kept));
  }
  return scope;
}

Scope Scope::OfBureaus(const std::vector<std::string>& codes) const {
  Scope scope;
  scope.region_ = region_;
  scope.names_bureaus_ = true;
  for (const Member& member : members_) {
    if (std::ranges::find(codes, member.bureau->spec.code) != codes.end()) {
      scope.members_.push_back(member);
    }
  }
  return scope;
}

Scope Scope::OnDays(absl::FunctionRef<DayIntervals(const Bureau&)> days) const {
  Scope scope;
  scope.region_ = region_;
  scope.names_bureaus_ = names_bureaus_;
  for (const Member& member : members_) {
    DayIntervals kept = Intersect(member.days, days(*member.bureau));
    if (!kept.empty()) scope.members_.push_back({member.bureau, std::move(kept)});
  }
  return scope;
}

const Bureau* Scope::single() const {
  return names_bureaus_ && members_.size() == 1 ? members_.front().bureau : nullptr;
}

}  // namespace jurimeter
