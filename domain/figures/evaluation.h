// Evaluates definitions over totals.
//
// Example:
//   Evaluation evaluation(catalog, totals);
//   const Scope scope = Scope::All(catalog).InRegion("2301");
//   evaluation.Evaluate(*catalog.FindIndicator("suits.win_rate"), {QuarterPeriod(2023, 3), scope})
//
// Threads: one thread. It keeps what it computed for the next question.
#ifndef JURIMETER_DOMAIN_FIGURES_EVALUATION_H_
#define JURIMETER_DOMAIN_FIGURES_EVALUATION_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/scope.h"
#include "domain/figures/comparison.h"
#include "domain/figures/count_evaluation.h"
#include "domain/figures/question.h"
#include "domain/figures/value.h"
#include "domain/totals/bureau_tables.h"
#include "domain/totals/totals.h"
#include "domain/values/period.h"

namespace jurimeter {

class Evaluation {
 public:
  // Both must outlive this.
  Evaluation(const Catalog& catalog, const Totals& totals);

  Evaluation(const Evaluation&) = delete;
  Evaluation& operator=(const Evaluation&) = delete;

  // The value of `indicator` for `question`. If only the denominator of a ratio was reported, the
  // numerator is 0: 0 of 5 is 0%. A ratio has no data only if neither was reported; a sum, only if
  // no term was.
  Value Evaluate(const Indicator& indicator, const Question& question);

  // The value in the period that the question's is compared with. It has no data if that period
  // begins before the catalog's first year, since then not all of it was counted.
  Value EvaluateEarlier(const Indicator& indicator, const Question& question,
                        const Comparison& against);

  // The unit of a count or ratio.
  static Unit UnitOf(const Indicator& indicator);

  BureauTables& tables() { return tables_; }

 private:
  struct SiblingValue {
    std::string key;
    Value value;
  };
  using SiblingValues = std::vector<SiblingValue>;
  struct SiblingKey {
    const Indicator* of;
    Period period;
    int region_digits;
    std::string within;
    std::optional<std::string> category;

    friend bool operator==(const SiblingKey&, const SiblingKey&) = default;
    template <typename H>
    friend H AbslHashValue(H state, const SiblingKey& key) {
      return H::combine(std::move(state), key.of, key.period, key.region_digits, key.within,
                        key.category);
    }
  };

  const Indicator& OperandOf(const Indicator& indicator, size_t place) const {
    return catalog_.indicators()[indicator.operands[place]];
  }

  static Value CountValue(const Indicator& indicator, const Count& count);
  static Value RatioValue(const Indicator& indicator, const Count& numerator,
                          const Count& denominator);

  // The value by the kind of definition.
  Value Of(const Ratio& definition, const Indicator& indicator, const Question& question);
  Value Of(const Share& definition, const Indicator& indicator, const Question& question);
  Value Of(const RegionShare& definition, const Indicator& indicator, const Question& question);
  Value Of(const Growth& definition, const Indicator& indicator, const Question& question);
  Value Of(const Multiple& definition, const Indicator& indicator, const Question& question);
  Value Of(const Change& definition, const Indicator& indicator, const Question& question);
  Value Of(const AverageGrowth& definition, const Indicator& indicator, const Question& question);
  Value Of(const Rank& definition, const Indicator& indicator, const Question& question);
  Value Of(const CountBeyond& definition, const Indicator& indicator, const Question& question);
  Value Of(const Maximum& definition, const Indicator& indicator, const Question& question);
  Value Of(const Coverage& definition, const Indicator& indicator, const Question& question);
  // No catalog has an indicator without a definition.
  static Value Of(std::monostate, const Indicator&, const Question&) {
    return {FigureStatus::kNotApplicable};
  }
  // The definitions that only count. Without an Of of its own, any other kind does not compile.
  template <CountDefinition Counted>
  Value Of(const Counted&, const Indicator& indicator, const Question& question) {
    return CountValue(indicator, counts_.CountOf(indicator, question));
  }

  // Whether the number of one does not fit. Nothing true can then be said of all.
  static bool AnyOverflows(const SiblingValues& values);
  SiblingValues ValuesOver(const Indicator& of, const Siblings& siblings, const Scope& scope,
                           const Question& question);
  const SiblingValues& ValuesAmong(const Indicator& of, const Siblings& siblings,
                                   const std::string& within, const Question& question);

  const Catalog& catalog_;
  BureauTables tables_;
  CountEvaluation counts_;
  absl::flat_hash_map<SiblingKey, std::unique_ptr<SiblingValues>> siblings_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_EVALUATION_H_
