#include "domain/figures.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "domain/display.h"
#include "domain/fraction.h"
#include "domain/scoped_sums.h"

namespace jurimeter {
namespace {

Scope ScopeOf(const Catalog& catalog, const YearQuery& query) {
  const auto add = [&query](const Bureau& bureau, Scope* scope) {
    if (bureau.spec.region.starts_with(query.region)) scope->insert(bureau.key);
  };
  Scope scope;
  if (query.bureaus.empty()) {
    for (const Bureau& bureau : catalog.bureaus()) add(bureau, &scope);
  }
  for (const std::string& code : query.bureaus) add(*catalog.FindBureau(code), &scope);
  return scope;
}

bool FitsInt64(absl::int128 number) { return number == static_cast<int64_t>(number); }

// Computes the figures of one question.
class FigureComputer {
 public:
  FigureComputer(const Catalog& catalog, const Totals& totals, const YearQuery& query)
      : catalog_(catalog),
        year_(query.year),
        sums_(totals, catalog.first_year(), ScopeOf(catalog, query)) {}

  Figure Compute(const Indicator& indicator) {
    switch (indicator.kind) {
      case IndicatorKind::kRatio:
        return RatioFigure(indicator);
      case IndicatorKind::kGrowth:
        return GrowthFigure(indicator);
      case IndicatorKind::kFlow:
      case IndicatorKind::kStock:
      case IndicatorKind::kCumulative:
        return CountFigure(indicator);
    }
    return Without(indicator, FigureStatus::kNoData);
  }

 private:
  const Indicator& OperandOf(const Indicator& indicator, size_t place) const {
    return catalog_.indicators()[indicator.operands[place]];
  }

  Sum CountAt(int year, const Indicator& indicator) {
    switch (indicator.kind) {
      case IndicatorKind::kFlow:
        return sums_.FlowIn(year, indicator.key);
      case IndicatorKind::kStock:
        return sums_.LevelAt(year, indicator.key);
      case IndicatorKind::kCumulative:
        return sums_.FlowThrough(year, OperandOf(indicator, 0).key);
      case IndicatorKind::kRatio:
      case IndicatorKind::kGrowth:
        break;  // the catalog lets no definition refer to these
    }
    return {};
  }

  static Figure Without(const Indicator& indicator, FigureStatus status, Exact exact = {}) {
    return {&indicator, status, exact, ""};
  }

  static Figure Printed(const Indicator& indicator, const Fraction& value, Exact exact) {
    const IndicatorSpec& spec = indicator.spec;
    absl::StatusOr<std::string> text =
        DisplayText(value, spec.display, spec.rounding, spec.unit_zh);
    if (!text.ok()) return Without(indicator, FigureStatus::kOverflow);
    return {&indicator, FigureStatus::kOk, exact, *std::move(text)};
  }

  Figure CountFigure(const Indicator& indicator) {
    const Sum sum = CountAt(year_, indicator);
    if (!sum.reported) return Without(indicator, FigureStatus::kNoData);
    if (!FitsInt64(sum.total)) return Without(indicator, FigureStatus::kOverflow);
    return Printed(indicator, Fraction(sum.total), static_cast<int64_t>(sum.total));
  }

  Figure RatioFigure(const Indicator& indicator) {
    const Sum numerator = CountAt(year_, OperandOf(indicator, 0));
    const Sum denominator = CountAt(year_, OperandOf(indicator, 1));
    if (!numerator.reported && !denominator.reported) {
      return Without(indicator, FigureStatus::kNoData);
    }
    if (!FitsInt64(numerator.total) || !FitsInt64(denominator.total)) {
      return Without(indicator, FigureStatus::kOverflow);
    }
    const RatioParts parts{static_cast<int64_t>(numerator.total),
                           static_cast<int64_t>(denominator.total)};
    if (parts.denominator == 0) return Without(indicator, FigureStatus::kUndefined, parts);
    return Printed(indicator, Fraction(parts.numerator, parts.denominator), parts);
  }

  Figure GrowthFigure(const Indicator& indicator) {
    const Sum current = CountAt(year_, OperandOf(indicator, 0));
    const Sum prior = CountAt(year_ - 1, OperandOf(indicator, 0));
    if (!current.reported) return Without(indicator, FigureStatus::kNoData);
    if (!FitsInt64(current.total) || !FitsInt64(prior.total)) {
      return Without(indicator, FigureStatus::kOverflow);
    }
    const GrowthParts parts{static_cast<int64_t>(current.total), static_cast<int64_t>(prior.total)};
    if (parts.prior == 0) return Without(indicator, FigureStatus::kUndefined, parts);
    return Printed(indicator, Fraction(current.total - prior.total, prior.total), parts);
  }

  const Catalog& catalog_;
  const int year_;
  ScopedSums sums_;
};

}  // namespace

std::vector<Figure> ComputeFigures(const Catalog& catalog, const Totals& totals,
                                   const YearQuery& query) {
  FigureComputer computer(catalog, totals, query);
  std::vector<Figure> figures;
  for (const std::string& code : query.indicators) {
    figures.push_back(computer.Compute(*catalog.FindIndicator(code)));
  }
  if (!query.indicators.empty()) return figures;
  for (const Indicator& indicator : catalog.indicators()) {
    if (indicator.spec.supporting && !query.include_supporting) continue;
    figures.push_back(computer.Compute(indicator));
  }
  return figures;
}

}  // namespace jurimeter
