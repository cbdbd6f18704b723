#include "domain/catalog/indicator_check.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "domain/catalog/field_checks.h"
#include "domain/catalog/number_check.h"
#include "domain/catalog/operand_check.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

bool IsReported(const Definition& definition) {
  return std::holds_alternative<Flow>(definition) || std::holds_alternative<Stock>(definition);
}

class IndicatorCheck : private FieldChecks {
 public:
  IndicatorCheck(const CatalogSpec& spec, const CatalogKeys& keys, const IndicatorPlaces& places,
                 Violations* faults)
      : FieldChecks(faults), spec_(spec), keys_(keys), places_(places) {
    for (const SectionSpec& section : spec.sections) section_codes_.insert(section.code);
    for (const BureauSpec& bureau : spec.bureaus) bureau_codes_.insert(bureau.code);
  }

  // Whether all definitions are sound.
  bool Run() {
    FirstPlaces codes;
    bool sound = true;
    for (size_t i = 0; i < spec_.indicators.size(); ++i) {
      CheckTexts(i, &codes);
      sound &= CheckDefinitionAt(i);
      const IndicatorSpec& indicator = spec_.indicators[i];
      const std::string owner = OwnerAt(i);
      CheckCategories(owner, indicator);
      CheckReports(owner, indicator);
      CheckDisplay(owner, indicator.display, indicator.unit_zh);
    }
    return sound;
  }

 private:
  static std::string OwnerAt(size_t place) { return absl::StrCat("indicators[", place, "]"); }

  void CheckTexts(size_t place, FirstPlaces* codes) {
    const IndicatorSpec& indicator = spec_.indicators[place];
    const std::string owner = OwnerAt(place);
    CheckCode(owner, indicator.code, ".", codes);
    CheckKey(owner, indicator.code, keys_.indicators.contains(indicator.code));
    CheckRequiredText(absl::StrCat(owner, ".name_zh"), indicator.name_zh);
    CheckOptionalText(absl::StrCat(owner, ".name_en"), indicator.name_en);
    CheckSectionOf(owner, indicator.section);
    CheckOptionalText(absl::StrCat(owner, ".unit_zh"), indicator.unit_zh);
    CheckOptionalText(absl::StrCat(owner, ".unit_en"), indicator.unit_en);
  }

  // Whether it is sound.
  bool CheckDefinitionAt(size_t place) {
    const size_t before = faults()->size();
    CheckDefinition(spec_, places_, place, faults());
    CheckNumbers(spec_, places_, place, faults());
    return faults()->size() == before;
  }

  void CheckSectionOf(const std::string& owner, std::string_view section) {
    if (!section.empty() && section_codes_.contains(section)) return;
    Add(absl::StrCat(owner, ".section"),
        section.empty() ? "missing; expected the code of a section"
                        : absl::StrCat(Quoted(section),
                                       " is not a section of this catalog; expected the code of "
                                       "one"));
  }

  void CheckCategories(const std::string& owner, const IndicatorSpec& indicator) {
    const bool reported = IsReported(indicator.definition);
    const bool defined = !std::holds_alternative<std::monostate>(indicator.definition);
    if (defined && !reported && !indicator.categories.empty()) {
      Add(absl::StrCat(owner, ".categories"),
          absl::StrCat(indicator.categories.size(),
                       " given, but only flows and stocks have categories; expected none"));
    }
    FirstPlaces codes;
    for (size_t i = 0; i < indicator.categories.size(); ++i) {
      const CategorySpec& category = indicator.categories[i];
      const std::string place = absl::StrCat(owner, ".categories[", i, "]");
      CheckCode(place, category.code, ".", &codes);
      CheckKey(place, category.code, keys_.categories.contains({indicator.code, category.code}));
      CheckRequiredText(absl::StrCat(place, ".name_zh"), category.name_zh);
      CheckOptionalText(absl::StrCat(place, ".name_en"), category.name_en);
    }
  }

  // What only flows and stocks have.
  void CheckReports(const std::string& owner, const IndicatorSpec& indicator) {
    const bool reported = IsReported(indicator.definition);
    const int decimals = indicator.quantity_decimals;
    if (!reported && decimals != 0) {
      Add(absl::StrCat(owner, ".quantity_decimals"),
          absl::StrCat(decimals, " given, but what is derived counts as its operands do; ",
                       "expected none"));
    } else if (decimals < 0 || decimals > kMaxQuantityDecimals) {
      Add(absl::StrCat(owner, ".quantity_decimals"),
          absl::StrCat(decimals, " is out of range; expected 0 to ", kMaxQuantityDecimals));
    }
    if (!reported && !indicator.reporters.empty()) {
      Add(absl::StrCat(owner, ".reporters"),
          absl::StrCat(indicator.reporters.size(),
                       " given, but only flows and stocks are reported; expected none"));
    }
    std::set<std::string_view> seen;
    for (size_t i = 0; i < indicator.reporters.size(); ++i) {
      const std::string& code = indicator.reporters[i];
      const std::string field = absl::StrCat(owner, ".reporters[", i, "]");
      if (!bureau_codes_.contains(code)) {
        Add(field, absl::StrCat(Quoted(code), " is not a bureau of this catalog; expected the ",
                                "code of one"));
      }
      if (!seen.insert(code).second) {
        Add(field, absl::StrCat(Quoted(code), " is given twice; expected each bureau once"));
      }
    }
  }

  void CheckDisplay(const std::string& owner, const Display& display, std::string_view unit_zh) {
    if (display.decimals < 0 || display.decimals > kMaxDecimals) {
      Add(absl::StrCat(owner, ".display.decimals"),
          absl::StrCat(display.decimals, " is out of range; expected 0 to ", kMaxDecimals));
    }
    CheckUnitShown(absl::StrCat(owner, ".display.with_unit"), display.with_unit, unit_zh);
    const bool sign_is_unit = display.scale == Scale::kPercent || display.scale == Scale::kTimes ||
                              display.scale == Scale::kPercentagePoints;
    if (display.with_unit && sign_is_unit) {
      Add(absl::StrCat(owner, ".display.with_unit"),
          "true, but the scale has a unit of its own; expected false");
    }
    if (!display.bound) return;
    const std::string bound = absl::StrCat(owner, ".display.bound");
    if (display.bound->step < 1) {
      Add(absl::StrCat(bound, ".step"),
          absl::StrCat(display.bound->step, " is out of range; expected 1 or more"));
    }
    if (display.bound->chinese_magnitude &&
        (display.scale != Scale::kOne || display.decimals != 0)) {
      Add(absl::StrCat(bound, ".chinese_magnitude"),
          "true, but only whole numbers printed as counted have such words; expected no scale "
          "and no decimals");
    }
    CheckUnitShown(absl::StrCat(bound, ".with_unit"), display.bound->with_unit, unit_zh);
  }

  void CheckUnitShown(std::string field, bool shown, std::string_view unit_zh) {
    if (!shown || !unit_zh.empty()) return;
    Add(std::move(field), "true, but there is no unit_zh; expected one");
  }

  const CatalogSpec& spec_;
  const CatalogKeys& keys_;
  const IndicatorPlaces& places_;
  std::set<std::string_view> section_codes_;
  std::set<std::string_view> bureau_codes_;
};

}  // namespace

bool CheckIndicators(const CatalogSpec& spec, const CatalogKeys& keys,
                     const IndicatorPlaces& places, Violations* faults) {
  return IndicatorCheck(spec, keys, places, faults).Run();
}

}  // namespace jurimeter
