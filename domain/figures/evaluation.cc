#include "domain/figures/evaluation.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "domain/catalog/definition.h"
#include "domain/catalog/threshold.h"
#include "domain/figures/breakdown.h"
#include "domain/figures/completeness.h"
#include "domain/values/int128_math.h"

namespace jurimeter {

Evaluation::Evaluation(const Catalog& catalog, const Totals& totals)
    : catalog_(catalog), tables_(catalog, totals), counts_(catalog, &tables_) {}

Value Evaluation::Evaluate(const Indicator& indicator, const Question& question) {
  return std::visit([&](const auto& definition) { return Of(definition, indicator, question); },
                    indicator.spec.definition);
}

Value Evaluation::EvaluateEarlier(const Indicator& indicator, const Question& question,
                                  const Comparison& against) {
  const Period earlier = ComparedPeriod(question.period, against);
  if (earlier.first.year() < catalog_.first_year()) return {FigureStatus::kNoData};
  return Evaluate(indicator, {earlier, question.scope, question.category});
}

Unit Evaluation::UnitOf(const Indicator& indicator) {
  const auto* ratio = std::get_if<Ratio>(&indicator.spec.definition);
  return {ratio == nullptr ? 1 : ratio->per, indicator.quantity_decimals,
          indicator.denominator_decimals};
}

Value Evaluation::CountValue(const Indicator& indicator, const Count& count) {
  if (count.status != FigureStatus::kOk) return {count.status};
  if (!FitsInt64(count.total)) return {FigureStatus::kOverflow};
  const int64_t total = static_cast<int64_t>(count.total);
  return {FigureStatus::kOk, total, NumberOf(total, 1, UnitOf(indicator))};
}

Value Evaluation::RatioValue(const Indicator& indicator, const Count& numerator,
                             const Count& denominator) {
  const bool unreported =
      numerator.status == FigureStatus::kNoData && denominator.status == FigureStatus::kNoData;
  if (unreported) return {FigureStatus::kNoData};
  for (const Count& count : {numerator, denominator}) {
    if (count.status != FigureStatus::kOk && count.status != FigureStatus::kNoData) {
      return {count.status};
    }
    if (!FitsInt64(count.total)) return {FigureStatus::kOverflow};
  }
  const RatioParts parts{static_cast<int64_t>(numerator.total),
                         static_cast<int64_t>(denominator.total)};
  if (parts.denominator <= 0) return {FigureStatus::kUndefined, parts};
  const std::optional<Fraction> number =
      NumberOf(parts.numerator, parts.denominator, UnitOf(indicator));
  if (!number) return {FigureStatus::kOverflow};
  return {FigureStatus::kOk, parts, number};
}

Value Evaluation::Of(const Ratio&, const Indicator& indicator, const Question& question) {
  return RatioValue(indicator, counts_.CountOf(OperandOf(indicator, 0), question),
                    counts_.CountOf(OperandOf(indicator, 1), question));
}

Value Evaluation::Of(const Share& definition, const Indicator& indicator,
                     const Question& question) {
  const Indicator& whole = OperandOf(indicator, 0);
  return RatioValue(indicator, counts_.PartCount(whole, definition.category, question),
                    counts_.CountOf(whole, question));
}

Value Evaluation::Of(const RegionShare& definition, const Indicator& indicator,
                     const Question& question) {
  const std::string& region = question.scope.region();
  const size_t digits = static_cast<size_t>(definition.parent_digits);
  if (region.size() <= digits) return {FigureStatus::kNotApplicable};
  const Scope parent = Scope::All(catalog_).InRegion(region.substr(0, digits));
  const Indicator& of = OperandOf(indicator, 0);
  return RatioValue(indicator, counts_.CountOf(of, question),
                    counts_.CountOf(of, {question.period, parent, question.category}));
}

Value Evaluation::Of(const Growth& definition, const Indicator& indicator,
                     const Question& question) {
  const Indicator& of = OperandOf(indicator, 0);
  return GrowthOf(Evaluate(of, question), EvaluateEarlier(of, question, definition.against));
}

Value Evaluation::Of(const Multiple& definition, const Indicator& indicator,
                     const Question& question) {
  const Indicator& of = OperandOf(indicator, 0);
  return MultipleOf(Evaluate(of, question), EvaluateEarlier(of, question, definition.against));
}

Value Evaluation::Of(const Change& definition, const Indicator& indicator,
                     const Question& question) {
  const Indicator& of = OperandOf(indicator, 0);
  return ChangeOf(Evaluate(of, question), EvaluateEarlier(of, question, definition.against),
                  UnitOf(of));
}

Value Evaluation::Of(const AverageGrowth& definition, const Indicator& indicator,
                     const Question& question) {
  const Indicator& of = OperandOf(indicator, 0);
  return AverageGrowthOf(Evaluate(of, question),
                         EvaluateEarlier(of, question, YearsBefore{definition.years}),
                         definition.years);
}

Evaluation::SiblingValues Evaluation::ValuesOver(const Indicator& of, const Siblings& siblings,
                                                 const Scope& scope, const Question& question) {
  const size_t digits = static_cast<size_t>(siblings.region_digits);
  SiblingValues values;
  for (const ScopePart& part : digits == 0 ? PartsByBureau(scope, question.period)
                                           : PartsByRegion(scope, digits, question.period)) {
    // A region of fewer digits is no sibling.
    if (digits != 0 && part.key.size() < digits) continue;
    values.push_back({part.key, Evaluate(of, {question.period, part.scope, question.category})});
  }
  return values;
}

const Evaluation::SiblingValues& Evaluation::ValuesAmong(const Indicator& of,
                                                         const Siblings& siblings,
                                                         const std::string& within,
                                                         const Question& question) {
  SiblingKey key = {&of, question.period, siblings.region_digits, within, question.category};
  const auto known = siblings_.find(key);
  if (known != siblings_.end()) return *known->second;
  auto values = std::make_unique<SiblingValues>(
      ValuesOver(of, siblings, Scope::All(catalog_).InRegion(within), question));
  return *siblings_.emplace(std::move(key), std::move(values)).first->second;
}

bool Evaluation::AnyOverflows(const SiblingValues& values) {
  return std::ranges::any_of(values, [](const SiblingValue& each) {
    return each.value.status == FigureStatus::kOverflow;
  });
}

Value Evaluation::Of(const Rank& definition, const Indicator& indicator, const Question& question) {
  const Siblings& siblings = *definition.among;
  const Bureau* bureau = question.scope.single();
  const size_t digits = static_cast<size_t>(siblings.region_digits);
  const std::string& region = question.scope.region();
  const bool is_sibling =
      digits == 0 ? bureau != nullptr : !question.scope.names_bureaus() && region.size() == digits;
  if (!is_sibling) return {FigureStatus::kNotApplicable};
  // The bureau has left the region that was asked for, or does not exist yet.
  const bool absent =
      digits == 0 && Clipped(question.scope.members().front(), DaysOf(question.period)).empty();
  if (absent) return {FigureStatus::kNoData};
  const std::string& own = digits == 0 ? bureau->spec.code : region;
  const std::string& home = digits == 0 ? bureau->On(question.period.last).region : region;
  const std::string within = home.substr(0, static_cast<size_t>(siblings.within_digits));
  const SiblingValues& values = ValuesAmong(OperandOf(indicator, 0), siblings, within, question);

  const auto mine = std::ranges::find(values, own, &SiblingValue::key);
  if (mine == values.end()) return {FigureStatus::kNoData};
  if (mine->value.status != FigureStatus::kOk) return {mine->value.status};
  if (AnyOverflows(values)) return {FigureStatus::kOverflow};
  RankParts rank = {1, 0};
  for (const SiblingValue& other : values) {
    if (other.value.status != FigureStatus::kOk) continue;
    ++rank.of;
    const Fraction& better = definition.ascending ? *other.value.number : *mine->value.number;
    const Fraction& worse = definition.ascending ? *mine->value.number : *other.value.number;
    if (better < worse) ++rank.rank;
  }
  return {FigureStatus::kOk, rank, Fraction(rank.rank)};
}

Value Evaluation::Of(const CountBeyond& definition, const Indicator& indicator,
                     const Question& question) {
  const Indicator& of = OperandOf(indicator, 0);
  const Fraction threshold =
      ThresholdOf(definition.threshold, definition.threshold_decimals, of.spec.display.scale);
  const SiblingValues values = ValuesOver(of, *definition.over, question.scope, question);
  if (AnyOverflows(values)) return {FigureStatus::kOverflow};
  int64_t count = 0;
  bool reported = false;
  for (const SiblingValue& each : values) {
    if (each.value.status != FigureStatus::kOk) continue;
    reported = true;
    if (Passes(*each.value.number, definition.test, threshold)) ++count;
  }
  if (!reported) return {FigureStatus::kNoData};
  return {FigureStatus::kOk, count, Fraction(count)};
}

Value Evaluation::Of(const Maximum& definition, const Indicator& indicator,
                     const Question& question) {
  SiblingValues values =
      ValuesOver(OperandOf(indicator, 0), *definition.over, question.scope, question);
  if (AnyOverflows(values)) return {FigureStatus::kOverflow};
  Value greatest = {FigureStatus::kNoData};
  for (SiblingValue& each : values) {
    if (each.value.status != FigureStatus::kOk) continue;
    const bool first = greatest.status != FigureStatus::kOk;
    if (!first && *each.value.number < *greatest.number) continue;
    if (first || *greatest.number < *each.value.number) greatest = std::move(each.value);
    greatest.holders.push_back(each.key);
  }
  return greatest;
}

Value Evaluation::Of(const Coverage&, const Indicator& indicator, const Question& question) {
  if (question.category) return {FigureStatus::kNotApplicable};
  const Indicator& of = OperandOf(indicator, 0);
  // Who reported does not depend on what is closed.
  const Completeness found =
      CompletenessOf(of, question.period, question.scope, ClosedDays(), &tables_);
  return RatioValue(indicator, {FigureStatus::kOk, found.reported},
                    {FigureStatus::kOk, found.expected});
}

}  // namespace jurimeter
