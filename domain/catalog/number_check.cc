#include "domain/catalog/number_check.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "domain/catalog/definition.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

constexpr int kMinRegionDigits = 2;
constexpr int kMaxRegionDigits = 12;

class NumberCheck {
 public:
  NumberCheck(const CatalogSpec& spec, const IndicatorPlaces& places, size_t place,
              Violations* faults)
      : spec_(spec), places_(places), place_(place), faults_(*faults) {}

  void operator()(std::monostate) {}
  void operator()(const Flow&) {}
  void operator()(const Stock&) {}

  void operator()(const Cumulative& cumulative) {
    if (cumulative.since_year != 0) {
      CheckRange("cumulative.since_year", cumulative.since_year, spec_.first_year, kMaxYear);
    }
    if (cumulative.years != 0) CheckRange("cumulative.years", cumulative.years, 1, kMaxYearsBefore);
    if (cumulative.since_year != 0 && cumulative.years != 0) {
      Add("cumulative.years", absl::StrCat(cumulative.years, " given beside since_year ",
                                           cumulative.since_year, "; expected one of them"));
    }
  }

  void operator()(const Ratio& ratio) { CheckRange("ratio.per", ratio.per, 1, kMaxPer); }

  void operator()(const Growth& growth) { CheckComparison("growth", growth.against); }
  void operator()(const Multiple& multiple) { CheckComparison("multiple", multiple.against); }

  void operator()(const Change& change) {
    CheckComparison("change", change.against);
    const IndicatorSpec* of = Find(change.of);
    if (of == nullptr) return;
    CheckPoints(of->display.scale == Scale::kPercent, *of);
  }

  void operator()(const Sum& sum) {
    if (sum.terms.empty()) Add("sum.terms", "missing; expected one or more");
    for (size_t i = 0; i < sum.terms.size(); ++i) CheckTerm(i, sum.terms[i]);
  }

  void operator()(const Part& part) { CheckCategory("part", part.of, part.category); }
  void operator()(const Share& share) { CheckCategory("share", share.of, share.category); }

  void operator()(const RegionShare& share) {
    CheckRange("region_share.parent_digits", share.parent_digits, kMinRegionDigits,
               kMaxRegionDigits - 1);
  }

  void operator()(const AverageGrowth& growth) {
    CheckRange("average_growth.years", growth.years, 1, kMaxYearsBefore);
  }

  void operator()(const Rank& rank) {
    if (!CheckSiblings("rank.among", rank.among)) return;
    const int within = rank.among->within_digits;
    if (within == 0) return;
    const int digits = rank.among->region_digits;
    if (digits == kMinRegionDigits) {
      return Add("rank.among.within_digits",
                 absl::StrCat(within, " given, but regions of ", digits,
                              " digits are within none; expected none"));
    }
    CheckRange("rank.among.within_digits", within, kMinRegionDigits,
               digits == 0 ? kMaxRegionDigits : digits - 1);
  }

  void operator()(const CountBeyond& count) {
    CheckScopeSiblings("count_beyond.over", count.over);
    CheckRange("count_beyond.threshold_decimals", count.threshold_decimals, 0, kMaxDecimals);
  }

  void operator()(const Maximum& maximum) {
    CheckScopeSiblings("maximum.over", maximum.over);
    const IndicatorSpec* of = Find(maximum.of);
    if (of == nullptr) return;
    CheckPoints(of->display.scale == Scale::kPercentagePoints, *of);
  }

  void operator()(const Coverage&) {}

  // Only a difference has words for its direction: 增长2.96倍 is not 是…的2.96倍. A sum or ratio
  // may be a difference by its terms.
  void CheckWords() {
    const IndicatorSpec& indicator = spec_.indicators[place_];
    if (indicator.display.sign != Sign::kWords) return;
    const IndicatorSpec* printed = &indicator;
    const auto* maximum = std::get_if<Maximum>(&indicator.definition);
    if (maximum != nullptr) printed = Find(maximum->of);
    if (printed == nullptr || std::holds_alternative<std::monostate>(printed->definition)) return;
    const IndicatorKind kind = KindOf(printed->definition);
    const bool may_change = kind == IndicatorKind::kGrowth || kind == IndicatorKind::kChange ||
                            kind == IndicatorKind::kAverageGrowth || kind == IndicatorKind::kSum ||
                            kind == IndicatorKind::kRatio;
    if (may_change) return;
    Add("display.sign", absl::StrCat("SIGN_WORDS given, but ", ToAbsl(KindName(kind)),
                                     " neither grows nor falls; expected it of a growth, change, "
                                     "sum or ratio only"));
  }

  // Only a difference, or a maximum of differences, is printed in percentage points.
  void CheckNoPoints() {
    if (scale() != Scale::kPercentagePoints) return;
    Add("display.scale",
        "SCALE_PERCENTAGE_POINTS given, but only a change of what is printed in percent has them");
  }

 private:
  void Add(std::string_view field, std::string description) {
    faults_.push_back({IndicatorField(place_, field), std::move(description)});
  }

  void CheckRange(std::string_view field, int64_t number, int64_t least, int64_t most) {
    if (number >= least && number <= most) return;
    Add(field, absl::StrCat(number, " is out of range; expected ", least, " to ", most));
  }

  void CheckComparison(std::string_view owner, const Comparison& against) {
    const auto* before = std::get_if<YearsBefore>(&against);
    if (before == nullptr) return;
    CheckRange(absl::StrCat(ToAbsl(owner), ".against.years_before"), before->years, 1,
               kMaxYearsBefore);
  }

  void CheckTerm(size_t i, const Term& term) {
    const std::string owner = absl::StrCat("sum.terms[", i, "]");
    if (term.coefficient == 0) {
      Add(absl::StrCat(owner, ".coefficient"), "0 adds nothing; expected another number");
    }
    CheckRange(absl::StrCat(owner, ".coefficient"), term.coefficient, -kMaxCoefficient,
               kMaxCoefficient);
    const IndicatorSpec* of = Find(term.indicator);
    if (!term.opening || of == nullptr || IsLevel(*of)) return;
    Add(absl::StrCat(owner, ".opening"),
        absl::StrCat("true, but ", Quoted(term.indicator), " is ",
                     ToAbsl(KindName(KindOf(of->definition))),
                     "; only a stock, or a part of one, has a level before the period"));
  }

  // A stock, or a part of one.
  bool IsLevel(const IndicatorSpec& of) const {
    if (std::holds_alternative<Stock>(of.definition)) return true;
    const auto* part = std::get_if<Part>(&of.definition);
    const IndicatorSpec* whole = part == nullptr ? nullptr : Find(part->of);
    return whole != nullptr && std::holds_alternative<Stock>(whole->definition);
  }

  void CheckCategory(std::string_view owner, const std::string& of, const std::string& category) {
    const std::string field = absl::StrCat(ToAbsl(owner), ".category");
    if (category.empty()) return Add(field, "missing; expected the code of a category");
    const IndicatorSpec* whole = Find(of);
    // An operand that cannot have categories is a fault of its own.
    const bool may_declare =
        whole != nullptr && Admits(OperandRule::kReported, KindOf(whole->definition), Scale::kOne);
    if (!may_declare) return;
    for (const CategorySpec& declared : whole->categories) {
      if (declared.code == category) return;
    }
    Add(field, absl::StrCat(Quoted(category), " is not a category of ", of,
                            "; expected one that it declares"));
  }

  bool CheckSiblings(std::string_view field, const std::optional<Siblings>& siblings) {
    if (!siblings) {
      Add(field, "missing; expected bureaus or region_digits");
      return false;
    }
    if (siblings->region_digits != 0) {
      CheckRange(absl::StrCat(ToAbsl(field), ".region_digits"), siblings->region_digits,
                 kMinRegionDigits, kMaxRegionDigits);
    }
    return true;
  }

  void CheckScopeSiblings(std::string_view field, const std::optional<Siblings>& siblings) {
    if (!CheckSiblings(field, siblings) || siblings->within_digits == 0) return;
    Add(absl::StrCat(ToAbsl(field), ".within_digits"),
        absl::StrCat(siblings->within_digits, " given, but these are the siblings of the scope ",
                     "asked for; expected none"));
  }

  // A difference of percentages, and nothing else, is printed in percentage points.
  void CheckPoints(bool points, const IndicatorSpec& of) {
    if (points == (scale() == Scale::kPercentagePoints)) return;
    Add("display.scale",
        points ? absl::StrCat("is not SCALE_PERCENTAGE_POINTS, but what is compared of ",
                              Quoted(of.code), " are percentages")
               : absl::StrCat("SCALE_PERCENTAGE_POINTS given, but ", Quoted(of.code),
                              " is not printed in percent"));
  }

  Scale scale() const { return spec_.indicators[place_].display.scale; }

  // The indicator of `code`; null if there is none, or if it has no definition.
  const IndicatorSpec* Find(const std::string& code) const {
    const auto found = places_.find(code);
    if (found == places_.end()) return nullptr;
    const IndicatorSpec& indicator = spec_.indicators[found->second];
    return std::holds_alternative<std::monostate>(indicator.definition) ? nullptr : &indicator;
  }

  const CatalogSpec& spec_;
  const IndicatorPlaces& places_;
  const size_t place_;
  Violations& faults_;
};

}  // namespace

void CheckNumbers(const CatalogSpec& spec, const IndicatorPlaces& places, size_t place,
                  Violations* faults) {
  NumberCheck check(spec, places, place, faults);
  const Definition& definition = spec.indicators[place].definition;
  std::visit(check, definition);
  const bool may_be_points =
      std::holds_alternative<Change>(definition) || std::holds_alternative<Maximum>(definition);
  if (!may_be_points) check.CheckNoPoints();
  check.CheckWords();
}

}  // namespace jurimeter
