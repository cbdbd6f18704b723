// Runs of days, and lists of them.
//
// Example:
//   Subtract({{1, 10}}, {{4, 5}})  // {1, 3} and {6, 10}
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_VALUES_DAY_INTERVAL_H_
#define JURIMETER_DOMAIN_VALUES_DAY_INTERVAL_H_

#include <cstdint>
#include <vector>

namespace jurimeter {

// Days as DayNumber counts them, both included.
struct DayInterval {
  int32_t first;
  int32_t last;

  bool Contains(int32_t day) const { return first <= day && day <= last; }

  friend bool operator==(const DayInterval&, const DayInterval&) = default;
};

// A list of intervals of at least one day each: ascending and disjoint, with an open day between
// each two. So each set of days has one list.
using DayIntervals = std::vector<DayInterval>;

// The days of any `intervals`, in any order. An interval whose last day comes before its first has
// no days.
DayIntervals Unite(std::vector<DayInterval> intervals);
// The days of both.
DayIntervals Intersect(const DayIntervals& days, const DayIntervals& others);
// The days that `taken` does not have.
DayIntervals Subtract(const DayIntervals& days, const DayIntervals& taken);
// How many days they have.
int64_t CountDays(const DayIntervals& days);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_DAY_INTERVAL_H_
