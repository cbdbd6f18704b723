#include "domain/catalog/operand_check.h"

#include <variant>

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"

namespace jurimeter {
bool CheckOperand(const CatalogSpec& spec, const IndicatorPlaces& places, const std::string& field,
                  std::string_view code, OperandRule rule, Violations* faults) {
  const auto add = [&](std::string fault) {
    faults->push_back(
        {field, absl::StrCat(fault, "; expected the code of ", ToAbsl(AdmittedBy(rule)))});
    return false;
  };
  if (code.empty()) return add("missing");
  const auto found = places.find(ToAbsl(code));
  if (found == places.end()) {
    return add(absl::StrCat(Quoted(code), " is not an indicator of this catalog"));
  }
  const IndicatorSpec& referred = spec.indicators[found->second];
  if (std::holds_alternative<std::monostate>(referred.definition)) return false;  // its own fault
  const IndicatorKind kind = KindOf(referred.definition);
  if (Admits(rule, kind, referred.display.scale)) return true;
  return add(absl::StrCat(Quoted(code), " is ", ToAbsl(KindName(kind))));
}

void CheckDefinition(const CatalogSpec& spec, const IndicatorPlaces& places, size_t place,
                     Violations* faults) {
  const Definition& definition = spec.indicators[place].definition;
  if (std::holds_alternative<std::monostate>(definition)) {
    faults->push_back({IndicatorField(place, "definition"),
                       "missing; expected one such as flow, stock, sum, ratio or growth"});
    return;
  }
  for (const Operand& operand : OperandsOf(definition)) {
    CheckOperand(spec, places, IndicatorField(place, operand.field), operand.code, operand.rule,
                 faults);
  }
  const auto* ratio = std::get_if<Ratio>(&definition);
  if (ratio != nullptr && !ratio->numerator.empty() && ratio->numerator == ratio->denominator) {
    faults->push_back({IndicatorField(place, "ratio.denominator"),
                       absl::StrCat(Quoted(ratio->denominator),
                                    " is the numerator too; expected another indicator")});
  }
}

}  // namespace jurimeter
