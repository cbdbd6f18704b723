#include "domain/catalog/rule_check.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/catalog/definition.h"
#include "domain/catalog/field_checks.h"
#include "domain/catalog/operand_check.h"
#include "domain/catalog/unit_check.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

class RuleCheck : private FieldChecks {
 public:
  RuleCheck(const CatalogSpec& spec, const IndicatorPlaces& places, bool sound, Violations* faults)
      : FieldChecks(faults), spec_(spec), places_(places), sound_(sound) {}

  void Run() {
    FirstPlaces codes;
    for (size_t i = 0; i < spec_.rules.size(); ++i) {
      const RuleSpec& rule = spec_.rules[i];
      owner_ = absl::StrCat("rules[", i, "]");
      CheckCode(owner_, rule.code, ".", &codes);
      CheckRequiredText(absl::StrCat(owner_, ".name_zh"), rule.name_zh);
      CheckOptionalText(absl::StrCat(owner_, ".name_en"), rule.name_en);
      std::visit(*this, rule.rule);
    }
  }

  void operator()(std::monostate) {
    Add(absl::StrCat(owner_, ".rule"),
        "missing; expected one of not_more_than, parts_equal_whole and range");
  }

  void operator()(const NotMoreThan& rule) {
    CheckCounts({{"not_more_than.left", rule.left}, {"not_more_than.right", rule.right}});
  }

  void operator()(const PartsEqualWhole& rule) {
    if (rule.parts.empty()) {
      Add(Field("parts_equal_whole.parts"), "missing; expected one or more");
    }
    std::vector<std::pair<std::string, std::string_view>> counts;
    for (size_t i = 0; i < rule.parts.size(); ++i) {
      counts.push_back({absl::StrCat("parts_equal_whole.parts[", i, "]"), rule.parts[i]});
    }
    counts.push_back({"parts_equal_whole.whole", rule.whole});
    CheckCounts(counts);
  }

  void operator()(const ExpectedRange& range) {
    CheckOperand(spec_, places_, Field("range.indicator"), range.indicator,
                 OperandRule::kComparable, faults());
    if (range.decimals < 0 || range.decimals > kMaxDecimals) {
      Add(Field("range.decimals"),
          absl::StrCat(range.decimals, " is out of range; expected 0 to ", kMaxDecimals));
    }
    if (!range.min && !range.max) Add(Field("range"), "has no bounds; expected min, max or both");
    if (range.min && range.max && *range.min > *range.max) {
      Add(Field("range.max"), absl::StrCat(*range.max, " is below min, ", *range.min,
                                           "; expected a range that holds something"));
    }
  }

 private:
  std::string Field(std::string_view field) const {
    return absl::StrCat(owner_, ".", ToAbsl(field));
  }

  // Counts in one unit, each once.
  void CheckCounts(const std::vector<std::pair<std::string, std::string_view>>& counts) {
    std::set<std::string_view> seen;
    const IndicatorSpec* first = nullptr;
    for (const auto& [name, code] : counts) {
      const std::string field = Field(name);
      if (!CheckOperand(spec_, places_, field, code, OperandRule::kCount, faults())) continue;
      if (!seen.insert(code).second) {
        Add(field, absl::StrCat(Quoted(code), " is given twice; expected another indicator"));
      }
      const IndicatorSpec& count = spec_.indicators[places_.at(ToAbsl(code))];
      if (first == nullptr) first = &count;
      if (sound_) CheckSameUnit(spec_, places_, *first, field, count, faults());
    }
  }

  const CatalogSpec& spec_;
  const IndicatorPlaces& places_;
  const bool sound_;
  std::string owner_;
};

}  // namespace

void CheckRules(const CatalogSpec& spec, const IndicatorPlaces& places, bool sound,
                Violations* faults) {
  RuleCheck(spec, places, sound, faults).Run();
}

}  // namespace jurimeter
