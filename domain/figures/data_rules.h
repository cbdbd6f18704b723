// The catalog's rules, checked against what was reported.
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

// The breaches of the rules about what `indicators` are computed from: first those of the built-in
// rule (double_stock.h), then those of the catalog's, of the whole scope and of each bureau in it,
// in the order of the rules, and of each the scope first.
//
// A rule is checked for a bureau where that reported all its numbers, since one bureau may report
// what another resolves; of a partition, where it reported the whole and a part, since nobody need
// report that there was nothing of a part. For the scope it is checked where any was reported. The
// others are 0.
std::vector<Breach> BreachesOf(const Catalog& catalog, const Question& question,
                               const std::vector<const Indicator*>& indicators,
                               Evaluation* evaluation);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_DATA_RULES_H_
