// CheckUnits and CheckRules: what is added or compared must be counted alike.
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/catalog/catalog_checks.h"
#include "domain/catalog/catalog_texts.h"
#include "domain/catalog/definition.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

const IndicatorSpec& At(const CatalogSpec& spec, const IndicatorPlaces& places,
                        std::string_view code) {
  return spec.indicators[places.at(ToAbsl(code))];
}

// Adds a fault of `field` where `other` is not counted as `one` is.
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

// Whether what `spec` defines is in the unit of its operands.
bool TakesUnitOfOperands(const CatalogSpec& spec, const IndicatorPlaces& places,
                         const IndicatorSpec& indicator) {
  const IndicatorKind kind = KindOf(indicator.definition);
  if (IsCount(kind)) return true;
  if (kind != IndicatorKind::kChange && kind != IndicatorKind::kMaximum) return false;
  return IsCount(KindOf(At(spec, places, FirstOperandOf(indicator.definition)).definition));
}

// Whether its integers are numbers of bureaus or regions, whatever those count.
bool CountsSiblings(IndicatorKind kind) {
  return kind == IndicatorKind::kCoverage || kind == IndicatorKind::kRank ||
         kind == IndicatorKind::kCountBeyond;
}

class RuleCheck : private TextChecks {
 public:
  RuleCheck(const CatalogSpec& spec, const IndicatorPlaces& places, bool sound, Violations* faults)
      : TextChecks(faults), spec_(spec), places_(places), sound_(sound), faults_(*faults) {}

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
                 OperandRule::kComparable, &faults_);
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
      if (!CheckOperand(spec_, places_, field, code, OperandRule::kCount, &faults_)) continue;
      if (!seen.insert(code).second) {
        Add(field, absl::StrCat(Quoted(code), " is given twice; expected another indicator"));
      }
      const IndicatorSpec& count = At(spec_, places_, code);
      if (first == nullptr) first = &count;
      if (sound_) CheckSameUnit(spec_, places_, *first, field, count, &faults_);
    }
  }

  const CatalogSpec& spec_;
  const IndicatorPlaces& places_;
  const bool sound_;
  Violations& faults_;
  std::string owner_;
};

}  // namespace

int QuantityDecimals(const CatalogSpec& spec, const IndicatorPlaces& places,
                     const IndicatorSpec& indicator) {
  const IndicatorKind kind = KindOf(indicator.definition);
  if (CountsSiblings(kind)) return 0;
  if (kind == IndicatorKind::kFlow || kind == IndicatorKind::kStock) {
    return indicator.quantity_decimals;
  }
  return QuantityDecimals(spec, places, At(spec, places, FirstOperandOf(indicator.definition)));
}

int DenominatorDecimals(const CatalogSpec& spec, const IndicatorPlaces& places,
                        const IndicatorSpec& indicator) {
  const IndicatorKind kind = KindOf(indicator.definition);
  if (IsCount(kind) || CountsSiblings(kind)) return 0;
  const std::vector<Operand> operands = OperandsOf(indicator.definition);
  const IndicatorSpec& last = At(spec, places, operands.back().code);
  return IsRatio(kind) ? QuantityDecimals(spec, places, last)
                       : DenominatorDecimals(spec, places, last);
}

void CheckUnits(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults) {
  for (size_t place = 0; place < spec.indicators.size(); ++place) {
    const IndicatorSpec& indicator = spec.indicators[place];
    if (!TakesUnitOfOperands(spec, places, indicator)) continue;
    for (const Operand& operand : OperandsOf(indicator.definition)) {
      CheckSameUnit(spec, places, indicator,
                    absl::StrCat("indicators[", place, "].", operand.field),
                    At(spec, places, operand.code), faults);
    }
  }
}

void CheckRules(const CatalogSpec& spec, const IndicatorPlaces& places, bool sound,
                Violations* faults) {
  RuleCheck(spec, places, sound, faults).Run();
}

}  // namespace jurimeter
