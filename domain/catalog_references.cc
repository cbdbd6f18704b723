// The rules of what indicators refer to.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/catalog_checks.h"
#include "domain/definition.h"
#include "domain/text.h"

namespace jurimeter {
namespace {

std::string FieldOf(size_t place, std::string_view field) {
  return absl::StrCat("indicators[", place, "].", ToAbsl(field));
}

// A depth-first search along the references, from each indicator in turn.
class CycleSearch {
 public:
  CycleSearch(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults)
      : spec_(spec), places_(places), faults_(faults), states_(spec.indicators.size()) {}

  void Visit(size_t place) {
    if (states_[place] != State::kNew) return;
    states_[place] = State::kOnPath;
    for (const Operand& operand : OperandsOf(spec_.indicators[place].definition)) {
      const auto found = places_.find(ToAbsl(operand.code));
      if (found == places_.end()) continue;
      path_.push_back({place, operand.field});
      if (states_[found->second] == State::kOnPath) {
        Report(found->second);
      } else {
        Visit(found->second);
      }
      path_.pop_back();
    }
    states_[place] = State::kDone;
  }

 private:
  enum class State { kNew, kOnPath, kDone };

  struct Step {
    size_t place;
    std::string field;
  };

  // The path from `place` on has come back to it.
  void Report(size_t place) {
    const auto first = std::find_if(path_.begin(), path_.end(),
                                    [place](const Step& step) { return step.place == place; });
    std::string codes;
    for (auto step = first; step != path_.end(); ++step) {
      absl::StrAppend(&codes, spec_.indicators[step->place].code, " -> ");
    }
    faults_->push_back({FieldOf(place, first->field),
                        absl::StrCat("defined by itself: ", codes, spec_.indicators[place].code,
                                     "; expected definitions that end in flows and stocks")});
  }

  const CatalogSpec& spec_;
  const IndicatorPlaces& places_;
  Violations* const faults_;
  std::vector<State> states_;
  std::vector<Step> path_;
};

}  // namespace

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
    faults->push_back({FieldOf(place, "definition"),
                       "missing; expected one such as flow, stock, sum, ratio or growth"});
    return;
  }
  for (const Operand& operand : OperandsOf(definition)) {
    CheckOperand(spec, places, FieldOf(place, operand.field), operand.code, operand.rule, faults);
  }
  const auto* ratio = std::get_if<Ratio>(&definition);
  if (ratio != nullptr && !ratio->numerator.empty() && ratio->numerator == ratio->denominator) {
    faults->push_back({FieldOf(place, "ratio.denominator"),
                       absl::StrCat(Quoted(ratio->denominator),
                                    " is the numerator too; expected another indicator")});
  }
}

void CheckCycles(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults) {
  CycleSearch search(spec, places, faults);
  for (size_t place = 0; place < spec.indicators.size(); ++place) search.Visit(place);
}

}  // namespace jurimeter
