#include "domain/values/day_interval.h"

#include <algorithm>

namespace jurimeter {

DayIntervals Unite(std::vector<DayInterval> intervals) {
  std::erase_if(intervals, [](const DayInterval& each) { return each.last < each.first; });
  std::ranges::sort(intervals, {}, &DayInterval::first);
  DayIntervals united;
  for (const DayInterval& each : intervals) {
    if (!united.empty() && each.first <= int64_t{united.back().last} + 1) {
      united.back().last = std::max(united.back().last, each.last);
    } else {
      united.push_back(each);
    }
  }
  return united;
}

DayIntervals Intersect(const DayIntervals& days, const DayIntervals& others) {
  DayIntervals common;
  auto mine = days.begin();
  auto other = others.begin();
  while (mine != days.end() && other != others.end()) {
    const DayInterval both = {std::max(mine->first, other->first),
                              std::min(mine->last, other->last)};
    if (both.first <= both.last) common.push_back(both);
    if (mine->last < other->last) {
      ++mine;
    } else {
      ++other;
    }
  }
  return common;
}

DayIntervals Subtract(const DayIntervals& days, const DayIntervals& taken) {
  DayIntervals left;
  auto next = taken.begin();
  for (DayInterval rest : days) {
    while (next != taken.end() && next->last < rest.first) ++next;
    // The last of `taken` that touches `rest` may reach into the days behind it.
    bool all_taken = false;
    for (auto each = next; each != taken.end() && each->first <= rest.last; ++each) {
      if (rest.first < each->first) left.push_back({rest.first, each->first - 1});
      all_taken = rest.last <= each->last;
      if (all_taken) break;
      rest.first = each->last + 1;
    }
    if (!all_taken) left.push_back(rest);
  }
  return left;
}

int64_t CountDays(const DayIntervals& days) {
  int64_t count = 0;
  for (const DayInterval& each : days) count += int64_t{each.last} - each.first + 1;
  return count;
}

}  // namespace jurimeter
