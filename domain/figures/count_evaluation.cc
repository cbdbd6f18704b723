#include "domain/figures/count_evaluation.h"

#include <algorithm>
#include <optional>
#include <variant>

#include "domain/values/int128_math.h"

namespace jurimeter {
namespace {

// The first day that counts in a cumulative at the end of `period`.
absl::CivilDay FirstDayOfCumulative(const Cumulative& cumulative, const Period& period,
                                    int first_year) {
  if (cumulative.since_year != 0) return absl::CivilDay(cumulative.since_year, 1, 1);
  if (cumulative.years != 0) {
    return absl::CivilDay(period.last.year() - cumulative.years + 1, 1, 1);
  }
  return absl::CivilDay(first_year, 1, 1);
}

bool CountsOn(const Scope::Member& member, int32_t day) {
  return std::ranges::any_of(member.days,
                             [day](const DayInterval& days) { return days.Contains(day); });
}

}  // namespace

Count CountEvaluation::CountOf(const Indicator& indicator, const Question& question) {
  const Definition& definition = indicator.spec.definition;
  if (const auto* cumulative = std::get_if<Cumulative>(&definition)) {
    const absl::CivilDay first =
        FirstDayOfCumulative(*cumulative, question.period, catalog_.first_year());
    // The years before were not counted, and must not pass for years without reports.
    if (first.year() < catalog_.first_year()) return {FigureStatus::kNotApplicable};
    // If the period ends before the first day, the range has no days and so no reports.
    return ReportedCount(OperandOf(indicator, 0), {RangePeriod(first, question.period.last),
                                                   question.scope, question.category});
  }
  if (const auto* part = std::get_if<Part>(&definition)) {
    return PartCount(OperandOf(indicator, 0), part->category, question);
  }
  if (std::holds_alternative<Sum>(definition)) {
    SumCounts known;
    return SumCount(indicator, question, &known);
  }
  return ReportedCount(indicator, question);
}

Count CountEvaluation::ReportedCount(const Indicator& indicator, const Question& question) {
  std::optional<CategoryKey> category;
  if (question.category) {
    if (!indicator.has_categories()) return {FigureStatus::kNotApplicable};
    category = question.category->empty() ? std::optional(kNoCategory)
                                          : catalog_.FindReported(indicator, *question.category);
    if (!category) return {FigureStatus::kNotApplicable};
  }
  Count count = {FigureStatus::kNoData};
  const auto add = [&count](const BureauTable& table, const Bureau& bureau) {
    const auto found = table.find(bureau.key);
    if (found == table.end()) return;
    count.total += found->second.total;
    count.status = FigureStatus::kOk;
  };
  const DayInterval asked = DaysOf(question.period);
  if (indicator.kind == IndicatorKind::kStock) {
    const BureauTable& levels = tables_.Levels(indicator.key, category, asked.last);
    for (const Scope::Member& member : question.scope.members()) {
      if (CountsOn(member, asked.last)) add(levels, *member.bureau);
    }
    return count;
  }
  for (const Scope::Member& member : question.scope.members()) {
    for (const DayInterval& days : Clipped(member, asked)) {
      add(tables_.Flows(indicator.key, category, days), *member.bureau);
    }
  }
  return count;
}

Count CountEvaluation::PartCount(const Indicator& whole, const std::string& category,
                                 const Question& question) {
  // A part has no categories of its own.
  if (question.category) return {FigureStatus::kNotApplicable};
  return ReportedCount(whole, {question.period, question.scope, category});
}

Count CountEvaluation::SumCount(const Indicator& indicator, const Question& question,
                                SumCounts* known) {
  const auto found = known->find(&indicator);
  if (found != known->end()) return found->second;
  const Count count = CountTerms(indicator, question, known);
  known->emplace(&indicator, count);
  return count;
}

Count CountEvaluation::CountTerms(const Indicator& indicator, const Question& question,
                                  SumCounts* known) {
  const Sum& sum = std::get<Sum>(indicator.spec.definition);
  const Question opening = {DayPeriod(question.period.first - 1), question.scope,
                            question.category};
  Count count = {FigureStatus::kNoData};
  for (size_t place = 0; place < sum.terms.size(); ++place) {
    const Term& term = sum.terms[place];
    const Indicator& operand = OperandOf(indicator, place);
    const Count added = operand.kind == IndicatorKind::kSum
                            ? SumCount(operand, question, known)
                            : CountOf(operand, term.opening ? opening : question);
    if (added.status == FigureStatus::kNoData) continue;
    if (added.status != FigureStatus::kOk) return added;
    // Terms of 64 bits and coefficients of 20 bits leave room for any number of terms.
    if (!FitsInt64(added.total)) return {FigureStatus::kOverflow};
    count.total += added.total * term.coefficient;
    count.status = FigureStatus::kOk;
  }
  return count;
}

}  // namespace jurimeter
