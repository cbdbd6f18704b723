// A fault in what came from outside: the field, and the value with what is expected instead.
#ifndef JURIMETER_DOMAIN_VALUES_VIOLATION_H_
#define JURIMETER_DOMAIN_VALUES_VIOLATION_H_

#include <string>
#include <vector>

namespace jurimeter {

struct Violation {
  std::string field;        // such as "quantity" or "indicators[3].ratio.denominator"
  std::string description;  // names the value and what is expected

  friend bool operator==(const Violation&, const Violation&) = default;
};

// All faults of one thing, in the order of its fields. Empty means none.
using Violations = std::vector<Violation>;

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_VALUES_VIOLATION_H_
