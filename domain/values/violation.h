// A fault in what came from outside: the field, the value with what is expected instead, and, if
// programs may tell such faults apart, a reason.
#ifndef JURIMETER_DOMAIN_VALUES_VIOLATION_H_
#define JURIMETER_DOMAIN_VALUES_VIOLATION_H_

#include <string>
#include <string_view>
#include <vector>

namespace jurimeter {

struct Violation {
  std::string field;        // such as "quantity" or "indicators[3].ratio.denominator"
  std::string description;  // names the value and what is expected
  // A word of a closed list, such as "out_of_range", which lives for ever; empty if the fault is of
  // no such list.
  std::string_view reason = {};

  friend bool operator==(const Violation&, const Violation&) = default;
};

// All faults of one thing, in the order of its fields. Empty means none.
using Violations = std::vector<Violation>;

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_VIOLATION_H_
