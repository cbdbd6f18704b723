// The catalog's rules, checked against what was reported. Whether the rules themselves are well
// formed is checked earlier, when a catalog is loaded (domain/catalog/rule_check.h).
//
// Example:
//   for (const Breach& breach : BreachesOf(catalog, question, indicators, &evaluation)) ...
//
// Threads: pure but for what the evaluation keeps.
#ifndef JURIMETER_DOMAIN_FIGURES_DATA_RULES_H_
#define JURIMETER_DOMAIN_FIGURES_DATA_RULES_H_

#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/figures/evaluation.h"
#include "domain/values/period.h"

namespace jurimeter {

struct BreachNumber {
  std::string indicator;
  std::string number;  // see MessageNumber
};

struct Breach {
  const RuleSpec* rule;  // of the catalog, or built in
  const Bureau* bureau;  // null: the whole scope
  Period period;
  std::vector<BreachNumber> numbers;  // in the order of the rule
  std::string text;                   // names bureau, days and numbers
};

// The breaches of the rules about anything that `indicators` are computed from. First come those of
// the built-in rule (double_stock.h), then those of the catalog's rules in their order. Each rule
// is checked for the whole scope first, and then for each bureau in it.
//
// A rule is checked for a bureau only if the bureau reported all its numbers, since one bureau may
// report what another resolves. A partition is checked if the bureau reported the whole and a part,
// since nobody need report that a part is empty. For the scope a rule is checked if any of its
// numbers was reported. A number that was not reported is 0.
std::vector<Breach> BreachesOf(const Catalog& catalog, const Question& question,
                               const std::vector<const Indicator*>& indicators,
                               Evaluation* evaluation);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_DATA_RULES_H_
