// The rules that reported numbers must obey, as plain data. rule_check.h checks that rules are well
// formed; domain/figures/data_rules.h checks reported numbers by them.
//
// Example:
//   RuleSpec{.code = "resolved_within_received", .name_zh = "化解数不超过受理数",
//            .rule = NotMoreThan{"disputes.resolved", "disputes.received"}}
#ifndef JURIMETER_DOMAIN_CATALOG_RULE_H_
#define JURIMETER_DOMAIN_CATALOG_RULE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace jurimeter {

// left <= right; both are counts.
struct NotMoreThan {
  std::string left;
  std::string right;
};

// The parts add up to the whole; all are counts.
struct PartsEqualWhole {
  std::vector<std::string> parts;
  std::string whole;
};

// min * 10^-decimals <= value <= max * 10^-decimals, in the unit in which the indicator is printed.
struct ExpectedRange {
  std::string indicator;
  std::optional<int64_t> min;
  std::optional<int64_t> max;
  int decimals = 0;
};

struct RuleSpec {
  std::string code;
  std::string name_zh;
  std::string name_en;
  std::variant<std::monostate, NotMoreThan, PartsEqualWhole, ExpectedRange> rule;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_RULE_H_
