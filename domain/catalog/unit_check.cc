#include "domain/catalog/unit_check.h"

#include "absl/strings/str_cat.h"
#include "domain/catalog/count_decimals.h"
#include "domain/catalog/definition.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

// Whether what `spec` defines is in the unit of its operands.
bool TakesUnitOfOperands(const CatalogSpec& spec, const IndicatorPlaces& places,
                         const IndicatorSpec& indicator) {
  const IndicatorKind kind = KindOf(indicator.definition);
  if (IsCount(kind)) return true;
  if (kind != IndicatorKind::kChange && kind != IndicatorKind::kMaximum) return false;
  return IsCount(
      KindOf(IndicatorOf(spec, places, FirstOperandOf(indicator.definition)).definition));
}

}  // namespace

void CheckUnits(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults) {
  for (size_t place = 0; place < spec.indicators.size(); ++place) {
    const IndicatorSpec& indicator = spec.indicators[place];
    if (!TakesUnitOfOperands(spec, places, indicator)) continue;
    for (const Operand& operand : OperandsOf(indicator.definition)) {
      CheckSameUnit(spec, places, indicator, IndicatorField(place, operand.field),
                    IndicatorOf(spec, places, operand.code), faults);
    }
  }
}

void CheckSameUnit(const CatalogSpec& spec, const IndicatorPlaces& places, const IndicatorSpec& one,
                   const std::string& field, const IndicatorSpec& other, Violations* faults) {
  if (one.unit_zh != other.unit_zh) {
    faults->push_back({field, absl::StrCat(Quoted(other.code), " is in ", Quoted(other.unit_zh),
                                           ", but ", Quoted(one.code), " in ", Quoted(one.unit_zh),
                                           "; expected the same unit_zh")});
  }
  const int decimals = QuantityDecimals(spec, places, one);
  const int others = QuantityDecimals(spec, places, other);
  if (decimals != others) {
    faults->push_back(
        {field, absl::StrCat(Quoted(other.code), " has quantity_decimals ", others, ", but ",
                             Quoted(one.code), " ", decimals, "; expected the same")});
  }
}

}  // namespace jurimeter
