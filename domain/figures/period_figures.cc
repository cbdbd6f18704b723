#include "domain/figures/period_figures.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "domain/catalog/indicators_behind.h"
#include "domain/figures/breakdown.h"
#include "domain/figures/evaluation.h"
#include "domain/figures/query_scope.h"

namespace jurimeter {
namespace {

PeriodKind PeriodKindOf(BreakdownBy by) {
  if (by == BreakdownBy::kMonth) return PeriodKind::kMonth;
  return by == BreakdownBy::kQuarter ? PeriodKind::kQuarter : PeriodKind::kYear;
}

class PeriodComputer {
 public:
  PeriodComputer(const Catalog& catalog, const Totals& totals, const PeriodQuery& query, GoOn go_on)
      : catalog_(catalog),
        query_(query),
        go_on_(go_on),
        indicators_(IndicatorsOf(catalog, query.indicators, query.include_supporting)),
        scope_(ScopeOf(catalog, query.region, query.bureaus)),
        evaluation_(catalog, totals) {}

  std::optional<PeriodFigures> Compute() {
    const Question whole = {query_.period, scope_};
    PeriodFigures answer;
    answer.figures = FiguresOf(whole);
    if (query_.by) answer.parts = Parts(*query_.by);
    if (!stopped_) answer.breaches = BreachesOf(catalog_, whole, indicators_, &evaluation_);
    if (stopped_) return std::nullopt;
    return answer;
  }

 private:
  std::vector<Figure> FiguresOf(const Question& question) {
    std::vector<Figure> figures;
    for (const Indicator* indicator : indicators_) {
      stopped_ = stopped_ || !go_on_();
      if (stopped_) break;
      const Value value = evaluation_.Evaluate(*indicator, question);
      Figure figure = FigureOf(*indicator, value);
      if (query_.compare) {
        const Value prior = evaluation_.EvaluateEarlier(*indicator, question, *query_.compare);
        figure.compared = CompareWithPrior(*indicator, value, prior);
      }
      figures.push_back(std::move(figure));
    }
    return figures;
  }

  std::vector<PartFigures> Parts(const Breakdown& by) {
    switch (by.by) {
      case BreakdownBy::kBureau:
        return BureauParts();
      case BreakdownBy::kRegion:
        return RegionParts(static_cast<size_t>(by.region_digits));
      case BreakdownBy::kCategory:
        return CategoryParts();
      case BreakdownBy::kMonth:
      case BreakdownBy::kQuarter:
      case BreakdownBy::kYear:
        break;
    }
    std::vector<PartFigures> parts;
    for (const NamedPeriod& part : SplitPeriod(query_.period, PeriodKindOf(by.by))) {
      parts.push_back({part.key, "", "", FiguresOf({part.period, scope_})});
    }
    return parts;
  }

  // All days up to the period's end. A bureau that left the scope before the period may still be in
  // its figures: in a cumulative, an opening stock or a comparison.
  Period UpToEnd() const {
    return RangePeriod(absl::CivilDay(catalog_.first_year(), 1, 1), query_.period.last);
  }

  static bool HasNumber(const Figure& figure) {
    return figure.status == FigureStatus::kOk ||
           (figure.compared && figure.compared->status == FigureStatus::kOk);
  }

  // Adds `part` if it counts in the period, or has a number from an earlier time.
  static void AddPart(const std::vector<ScopePart>& in_period, PartFigures part,
                      std::vector<PartFigures>* parts) {
    const bool counts =
        std::ranges::any_of(in_period, [&](const ScopePart& each) { return each.key == part.key; });
    if (counts || std::ranges::any_of(part.figures, HasNumber)) parts->push_back(std::move(part));
  }

  std::vector<PartFigures> BureauParts() {
    const std::vector<ScopePart> in_period = PartsByBureau(scope_, query_.period);
    std::vector<PartFigures> parts;
    for (const ScopePart& part : PartsByBureau(scope_, UpToEnd())) {
      const Assignment& assigned = catalog_.FindBureau(part.key)->On(query_.period.last);
      AddPart(
          in_period,
          {part.key, assigned.name_zh, assigned.name_en, FiguresOf({query_.period, part.scope})},
          &parts);
    }
    return parts;
  }

  std::vector<PartFigures> RegionParts(size_t digits) {
    std::map<std::string, const RegionSpec*> named;
    for (const RegionSpec& region : catalog_.spec().regions) named.emplace(region.code, &region);
    std::vector<PartFigures> parts;
    const std::vector<ScopePart> in_period = PartsByRegion(scope_, digits, query_.period);
    for (const ScopePart& part : PartsByRegion(scope_, digits, UpToEnd())) {
      const auto found = named.find(part.key);
      const RegionSpec* region = found == named.end() ? nullptr : found->second;
      AddPart(in_period,
              {part.key, region == nullptr ? "" : region->name_zh,
               region == nullptr ? "" : region->name_en, FiguresOf({query_.period, part.scope})},
              &parts);
    }
    return parts;
  }

  // The categories of everything that the figures are computed from. First come the declared ones.
  // Those that were left out, and reports without a category, follow if something was reported.
  std::vector<PartFigures> CategoryParts() {
    const std::vector<const Indicator*> behind = IndicatorsBehind(catalog_, indicators_);
    std::set<std::string> seen;
    std::vector<PartFigures> parts;
    for (const Indicator* indicator : behind) {
      for (const CategorySpec& category : indicator->spec.categories) {
        if (seen.insert(category.code).second) parts.push_back(CategoryPart(category));
      }
    }
    for (const Indicator* indicator : behind) {
      for (const CategorySpec& category : indicator->left_out) {
        if (seen.insert(category.code).second) AddReported(CategoryPart(category), &parts);
      }
    }
    AddReported(CategoryPart({"", "", ""}), &parts);
    return parts;
  }

  PartFigures CategoryPart(const CategorySpec& category) {
    return {category.code, category.name_zh, category.name_en,
            FiguresOf({query_.period, scope_, category.code})};
  }

  static void AddReported(PartFigures part, std::vector<PartFigures>* parts) {
    const auto reported = [](const Figure& figure) {
      return HasNumber(figure) || (figure.status != FigureStatus::kNoData &&
                                   figure.status != FigureStatus::kNotApplicable);
    };
    if (std::ranges::any_of(part.figures, reported)) parts->push_back(std::move(part));
  }

  const Catalog& catalog_;
  const PeriodQuery& query_;
  const GoOn go_on_;
  bool stopped_ = false;
  const std::vector<const Indicator*> indicators_;
  const Scope scope_;
  Evaluation evaluation_;
};

}  // namespace

std::optional<PeriodFigures> ComputeFigures(const Catalog& catalog, const Totals& totals,
                                            const PeriodQuery& query, GoOn go_on) {
  return PeriodComputer(catalog, totals, query, go_on).Compute();
}

PeriodFigures ComputeFigures(const Catalog& catalog, const Totals& totals,
                             const PeriodQuery& query) {
  return *ComputeFigures(catalog, totals, query, [] { return true; });
}

}  // namespace jurimeter
