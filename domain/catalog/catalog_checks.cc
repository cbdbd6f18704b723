#include "domain/catalog/catalog_checks.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/catalog/catalog_texts.h"
#include "domain/values/period.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

bool IsReported(const Definition& definition) {
  return std::holds_alternative<Flow>(definition) || std::holds_alternative<Stock>(definition);
}

class CatalogCheck : private TextChecks {
 public:
  CatalogCheck(const CatalogSpec& spec, const CatalogKeys& keys)
      : TextChecks(&faults_), spec_(spec), keys_(keys), places_(PlacesOf(spec)) {
    for (const SectionSpec& section : spec.sections) section_codes_.insert(section.code);
    for (const BureauSpec& bureau : spec.bureaus) bureau_codes_.insert(bureau.code);
  }

  Violations Run() {
    CheckOptionalText("name", spec_.name);
    CheckCalendar();
    FirstPlaces codes;
    for (size_t i = 0; i < spec_.sections.size(); ++i) CheckSection(i, &codes);
    codes.clear();
    for (size_t i = 0; i < spec_.bureaus.size(); ++i) CheckBureau(i, &codes);
    codes.clear();
    size_t unsound = 0;
    for (size_t i = 0; i < spec_.indicators.size(); ++i) CheckIndicator(i, &codes, &unsound);
    codes.clear();
    for (size_t i = 0; i < spec_.regions.size(); ++i) CheckRegion(i, &codes);
    const size_t before = faults_.size();
    CheckDepth(spec_, places_, &faults_);
    unsound += faults_.size() - before;
    // Units are those of what is referred to: there must be an end of that.
    if (unsound == 0) CheckUnits(spec_, places_, &faults_);
    CheckRules(spec_, places_, unsound == 0, &faults_);
    return std::move(faults_);
  }

 private:
  void CheckKey(const std::string& owner, std::string_view code, bool known) {
    if (known || code.empty()) return;
    Add(absl::StrCat(owner, ".code"),
        absl::StrCat(Quoted(code), " has no key in storage; expected one for every code"));
  }

  void CheckCalendar() {
    absl::TimeZone zone;
    if (!LoadNamedTimeZone(spec_.time_zone, &zone)) {
      Add("time_zone", absl::StrCat(Quoted(spec_.time_zone),
                                    " is no time zone known here; expected an IANA name such as ",
                                    "\"Asia/Shanghai\""));
    }
    if (spec_.first_year < kMinFirstYear || spec_.first_year > kMaxYear) {
      Add("first_year", absl::StrCat(spec_.first_year, " is out of range; expected ", kMinFirstYear,
                                     " to ", kMaxYear));
    }
  }

  // A section's code is what the report prints before its title, so any short text.
  void CheckSection(size_t place, FirstPlaces* codes) {
    const SectionSpec& section = spec_.sections[place];
    const std::string owner = absl::StrCat("sections[", place, "]");
    if (section.code.empty() || section.code.size() > kMaxCodeBytes) {
      Add(absl::StrCat(owner, ".code"),
          absl::StrCat(section.code.empty() ? "missing" : Quoted(section.code), "; expected 1 to ",
                       kMaxCodeBytes, " bytes such as \"六\""));
    }
    CheckOptionalText(absl::StrCat(owner, ".code"), section.code);
    if (!section.code.empty()) CheckUnique(owner, section.code, codes);
    CheckRequiredText(absl::StrCat(owner, ".title_zh"), section.title_zh);
    CheckOptionalText(absl::StrCat(owner, ".title_en"), section.title_en);
  }

  void CheckBureau(size_t place, FirstPlaces* codes) {
    const BureauSpec& bureau = spec_.bureaus[place];
    const std::string owner = absl::StrCat("bureaus[", place, "]");
    CheckCode(owner, bureau.code, ".-", codes);
    CheckKey(owner, bureau.code, keys_.bureaus.contains(bureau.code));
    CheckRequiredText(absl::StrCat(owner, ".name_zh"), bureau.name_zh);
    CheckOptionalText(absl::StrCat(owner, ".name_en"), bureau.name_en);
    CheckDivision(absl::StrCat(owner, ".region"), bureau.region);
    CheckLife(owner, bureau);
    CheckAssignments(owner, bureau);
  }

  void CheckDivision(std::string field, std::string_view code) {
    if (IsDivisionCode(code)) return;
    Add(std::move(field), absl::StrCat(Quoted(code), " is no division code; expected 2 to 12 ",
                                       "digits of GB/T 2260"));
  }

  // The day that `text` is; nothing, and a fault, where it is none.
  std::optional<absl::CivilDay> CheckDay(std::string field, std::string_view text) {
    const std::optional<absl::CivilDay> day = ParseDay(text);
    if (!day) {
      Add(std::move(field),
          absl::StrCat(Quoted(text), " is no day; expected one such as \"2023-07-01\""));
    }
    return day;
  }

  void CheckLife(const std::string& owner, const BureauSpec& bureau) {
    std::optional<absl::CivilDay> begins, ends;
    if (!bureau.begins.empty()) begins = CheckDay(absl::StrCat(owner, ".begins"), bureau.begins);
    if (!bureau.ends.empty()) ends = CheckDay(absl::StrCat(owner, ".ends"), bureau.ends);
    if (begins && ends && *ends < *begins) {
      Add(absl::StrCat(owner, ".ends"),
          absl::StrCat(bureau.ends, " comes before it begins on ", bureau.begins,
                       "; expected a day that is not earlier"));
    } else if (ends && ends->year() < spec_.first_year) {
      Add(absl::StrCat(owner, ".ends"),
          absl::StrCat(bureau.ends, " is before the first year, ", spec_.first_year,
                       ", so that nothing of it counts; expected a later day"));
    }
  }

  void CheckInLife(std::string field, absl::CivilDay from, const BureauSpec& bureau) {
    const std::optional<absl::CivilDay> begins = ParseDay(bureau.begins);
    const std::optional<absl::CivilDay> ends = ParseDay(bureau.ends);
    if (begins && from <= *begins) {
      Add(std::move(field), absl::StrCat(DayText(from), " does not come after the bureau begins, ",
                                         bureau.begins, "; expected a later day"));
    } else if (ends && *ends < from) {
      Add(std::move(field), absl::StrCat(DayText(from), " comes after the bureau ends, ",
                                         bureau.ends, "; expected a day that does not"));
    }
  }

  void CheckAssignments(const std::string& bureau, const BureauSpec& spec) {
    std::optional<absl::CivilDay> before;
    for (size_t i = 0; i < spec.assignments.size(); ++i) {
      const AssignmentSpec& assigned = spec.assignments[i];
      const std::string owner = absl::StrCat(bureau, ".assignments[", i, "]");
      const std::optional<absl::CivilDay> from =
          CheckDay(absl::StrCat(owner, ".from"), assigned.from);
      if (from) CheckInLife(absl::StrCat(owner, ".from"), *from, spec);
      if (from && before && *from <= *before) {
        Add(absl::StrCat(owner, ".from"), absl::StrCat(DayText(*from), " does not come after ",
                                                       DayText(*before), "; expected a later day"));
      }
      if (from) before = from;
      if (!assigned.region.empty()) CheckDivision(absl::StrCat(owner, ".region"), assigned.region);
      CheckOptionalText(absl::StrCat(owner, ".name_zh"), assigned.name_zh);
      CheckOptionalText(absl::StrCat(owner, ".name_en"), assigned.name_en);
    }
  }

  void CheckRegion(size_t place, FirstPlaces* codes) {
    const RegionSpec& region = spec_.regions[place];
    const std::string owner = absl::StrCat("regions[", place, "]");
    CheckDivision(absl::StrCat(owner, ".code"), region.code);
    CheckUnique(owner, region.code, codes);
    CheckRequiredText(absl::StrCat(owner, ".name_zh"), region.name_zh);
    CheckOptionalText(absl::StrCat(owner, ".name_en"), region.name_en);
  }

  // Adds to `unsound` the faults of the definition.
  void CheckIndicator(size_t place, FirstPlaces* codes, size_t* unsound) {
    const IndicatorSpec& indicator = spec_.indicators[place];
    const std::string owner = absl::StrCat("indicators[", place, "]");
    CheckCode(owner, indicator.code, ".", codes);
    CheckKey(owner, indicator.code, keys_.indicators.contains(indicator.code));
    CheckRequiredText(absl::StrCat(owner, ".name_zh"), indicator.name_zh);
    CheckOptionalText(absl::StrCat(owner, ".name_en"), indicator.name_en);
    CheckSectionOf(owner, indicator.section);
    CheckOptionalText(absl::StrCat(owner, ".unit_zh"), indicator.unit_zh);
    CheckOptionalText(absl::StrCat(owner, ".unit_en"), indicator.unit_en);
    const size_t before = faults_.size();
    CheckDefinition(spec_, places_, place, &faults_);
    CheckNumbers(spec_, places_, place, &faults_);
    *unsound += faults_.size() - before;
    CheckCategories(owner, indicator);
    CheckReports(owner, indicator);
    CheckDisplay(owner, indicator.display, indicator.unit_zh);
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

  Violations faults_;
  const CatalogSpec& spec_;
  const CatalogKeys& keys_;
  const IndicatorPlaces places_;
  std::set<std::string_view> section_codes_;
  std::set<std::string_view> bureau_codes_;
};

}  // namespace

bool LoadNamedTimeZone(std::string_view name, absl::TimeZone* zone) {
  const bool portable = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
           c == '_' || c == '+' || c == '-';
  });
  if (name.empty() || name.front() == '/' || name == "localtime" || !portable) return false;
  return absl::LoadTimeZone(ToAbsl(name), zone);
}

IndicatorPlaces PlacesOf(const CatalogSpec& spec) {
  IndicatorPlaces places;
  for (size_t place = 0; place < spec.indicators.size(); ++place) {
    places.insert({spec.indicators[place].code, place});
  }
  return places;
}

Violations CheckCatalog(const CatalogSpec& spec, const CatalogKeys& keys, CatalogUse use) {
  Violations faults = CatalogCheck(spec, keys).Run();
  if (use == CatalogUse::kNew) CheckIntent(spec, PlacesOf(spec), &faults);
  return faults;
}

}  // namespace jurimeter
