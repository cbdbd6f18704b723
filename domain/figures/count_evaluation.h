// Counts what was reported, and what is added up from that: flows, stocks, cumulatives, parts and
// sums. Every value begins with such counts (evaluation.h).
//
// Example:
//   CountEvaluation counts(catalog, &tables);
//   const Count received = counts.CountOf(indicator, {QuarterPeriod(2023, 3), scope});
//
// Threads: one thread, as the tables.
#ifndef JURIMETER_DOMAIN_FIGURES_COUNT_EVALUATION_H_
#define JURIMETER_DOMAIN_FIGURES_COUNT_EVALUATION_H_

#include <concepts>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/int128.h"
#include "domain/catalog/catalog.h"
#include "domain/figures/question.h"
#include "domain/figures/value.h"
#include "domain/totals/bureau_tables.h"

namespace jurimeter {

// The definitions that CountOf knows.
template <typename Kind>
concept CountDefinition = std::same_as<Kind, Flow> || std::same_as<Kind, Stock> ||
    std::same_as<Kind, Cumulative> || std::same_as<Kind, Part> || std::same_as<Kind, Sum>;

struct Count {
  FigureStatus status;     // kNoData if nothing was reported
  absl::int128 total = 0;  // in 10^-quantity_decimals units
};

class CountEvaluation {
 public:
  // Both must outlive this.
  CountEvaluation(const Catalog& catalog, BureauTables* tables)
      : catalog_(catalog), tables_(*tables) {}

  // The count of `indicator`, whose definition is a CountDefinition. A sum has no data only if no
  // term has.
  Count CountOf(const Indicator& indicator, const Question& question);

  // What was reported on `whole`, a flow or stock, in `category`.
  Count PartCount(const Indicator& whole, const std::string& category, const Question& question);

 private:
  // The sums that were counted for the same question, since many may refer to one.
  using SumCounts = absl::flat_hash_map<const Indicator*, Count>;

  Count ReportedCount(const Indicator& indicator, const Question& question);
  Count SumCount(const Indicator& indicator, const Question& question, SumCounts* known);
  Count CountTerms(const Indicator& indicator, const Question& question, SumCounts* known);

  const Indicator& OperandOf(const Indicator& indicator, size_t place) const {
    return catalog_.indicators()[indicator.operands[place]];
  }

  const Catalog& catalog_;
  BureauTables& tables_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_COUNT_EVALUATION_H_
