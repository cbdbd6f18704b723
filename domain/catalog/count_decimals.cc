#include "domain/catalog/count_decimals.h"

#include <vector>

#include "domain/catalog/definition.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

// Whether it counts bureaus or regions.
bool CountsSiblings(IndicatorKind kind) {
  return kind == IndicatorKind::kCoverage || kind == IndicatorKind::kRank ||
         kind == IndicatorKind::kCountBeyond;
}

}  // namespace

int QuantityDecimals(const CatalogSpec& spec, const IndicatorPlaces& places,
                     const IndicatorSpec& indicator) {
  const IndicatorKind kind = KindOf(indicator.definition);
  if (CountsSiblings(kind)) return 0;
  if (kind == IndicatorKind::kFlow || kind == IndicatorKind::kStock) {
    return indicator.quantity_decimals;
  }
  return QuantityDecimals(spec, places,
                          IndicatorOf(spec, places, FirstOperandOf(indicator.definition)));
}

int DenominatorDecimals(const CatalogSpec& spec, const IndicatorPlaces& places,
                        const IndicatorSpec& indicator) {
  const IndicatorKind kind = KindOf(indicator.definition);
  if (IsCount(kind) || CountsSiblings(kind)) return 0;
  const std::vector<Operand> operands = OperandsOf(indicator.definition);
  const IndicatorSpec& last = IndicatorOf(spec, places, operands.back().code);
  return IsRatio(kind) ? QuantityDecimals(spec, places, last)
                       : DenominatorDecimals(spec, places, last);
}

}  // namespace jurimeter
