#include "domain/catalog/intent_check.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "domain/catalog/definition.h"
#include "domain/values/period.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

bool IsProportion(IndicatorKind kind) {
  return kind == IndicatorKind::kRatio || kind == IndicatorKind::kShare ||
         kind == IndicatorKind::kRegionShare || kind == IndicatorKind::kCoverage ||
         kind == IndicatorKind::kGrowth || kind == IndicatorKind::kAverageGrowth ||
         kind == IndicatorKind::kMultiple;
}

// Updates `so_far` by `assigned`. Whether that changes anything.
bool ChangesAny(const AssignmentSpec& assigned, AssignmentSpec* so_far) {
  bool changes = false;
  for (std::string AssignmentSpec::*field :
       {&AssignmentSpec::region, &AssignmentSpec::name_zh, &AssignmentSpec::name_en}) {
    const std::string& given = assigned.*field;
    if (given.empty() || given == so_far->*field) continue;
    so_far->*field = given;
    changes = true;
  }
  return changes;
}

class IntentCheck {
 public:
  IntentCheck(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults)
      : spec_(spec), places_(places), faults_(*faults) {}

  void Run() {
    for (size_t i = 0; i < spec_.bureaus.size(); ++i) {
      CheckAssignments(absl::StrCat("bureaus[", i, "].assignments["), spec_.bureaus[i]);
    }
    for (size_t i = 0; i < spec_.indicators.size(); ++i) {
      const std::string owner = absl::StrCat("indicators[", i, "].");
      if (const auto* sum = std::get_if<Sum>(&spec_.indicators[i].definition)) {
        CheckTerms(owner, *sum);
      }
      CheckProportion(owner, spec_.indicators[i]);
    }
  }

 private:
  void Add(std::string field, std::string description) {
    faults_.push_back({std::move(field), std::move(description)});
  }

  void CheckAssignments(const std::string& owner, const BureauSpec& bureau) {
    AssignmentSpec so_far = {"", bureau.region, bureau.name_zh, bureau.name_en};
    for (size_t i = 0; i < bureau.assignments.size(); ++i) {
      const AssignmentSpec& assigned = bureau.assignments[i];
      const std::optional<absl::CivilDay> from = ParseDay(assigned.from);
      if (from && from->year() < spec_.first_year) {
        Add(absl::StrCat(owner, i, "].from"),
            absl::StrCat(DayText(*from), " is before the first year, ", spec_.first_year,
                         "; expected a later day: what was so before stands in the bureau itself"));
      }
      if (!ChangesAny(assigned, &so_far)) {
        Add(absl::StrCat(owner, i, "]"),
            "changes nothing; expected another region or name than before");
      }
    }
  }

  void CheckTerms(const std::string& owner, const Sum& sum) {
    std::set<std::pair<std::string_view, bool>> seen;
    for (size_t i = 0; i < sum.terms.size(); ++i) {
      const Term& term = sum.terms[i];
      if (term.indicator.empty() || seen.insert({term.indicator, term.opening}).second) continue;
      Add(absl::StrCat(owner, "sum.terms[", i, "].indicator"),
          absl::StrCat(Quoted(term.indicator), " is given twice; expected each term once, with ",
                       "its coefficient"));
    }
  }

  // The indicator whose values are printed: the operand of a maximum or change, or else itself.
  const IndicatorSpec* Printed(const IndicatorSpec& indicator) const {
    const std::string* of = nullptr;
    if (const auto* maximum = std::get_if<Maximum>(&indicator.definition)) of = &maximum->of;
    if (const auto* change = std::get_if<Change>(&indicator.definition)) of = &change->of;
    if (of == nullptr) return &indicator;
    const auto found = places_.find(*of);
    return found == places_.end() ? nullptr : &spec_.indicators[found->second];
  }

  // % and 倍 are for quotients: a count in % would be printed as a multiple of itself.
  void CheckProportion(const std::string& owner, const IndicatorSpec& indicator) {
    const Scale scale = indicator.display.scale;
    if (scale != Scale::kPercent && scale != Scale::kTimes) return;
    const IndicatorSpec* printed = Printed(indicator);
    if (printed == nullptr || std::holds_alternative<std::monostate>(printed->definition)) return;
    const IndicatorKind kind = KindOf(printed->definition);
    if (IsProportion(kind)) return;
    Add(absl::StrCat(owner, "display.scale"),
        absl::StrCat(scale == Scale::kPercent ? "SCALE_PERCENT" : "SCALE_TIMES", " given, but ",
                     ToAbsl(KindName(kind)), " is no proportion; expected it of a ratio, share, ",
                     "region_share, coverage, growth, average_growth or multiple only"));
  }

  const CatalogSpec& spec_;
  const IndicatorPlaces& places_;
  Violations& faults_;
};

}  // namespace

void CheckIntent(const CatalogSpec& spec, const IndicatorPlaces& places, Violations* faults) {
  IntentCheck(spec, places, faults).Run();
}

}  // namespace jurimeter
