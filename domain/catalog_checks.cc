#include "domain/catalog_checks.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/text.h"

namespace jurimeter {
namespace {

constexpr std::string_view kWordBytes = "abcdefghijklmnopqrstuvwxyz0123456789_";

// The place where each code of a list stood first, to name both places of a duplicate.
using FirstPlaces = std::map<std::string_view, std::string>;

// Whether `code` is words of [a-z0-9_] joined by single bytes of `joints`.
bool IsCode(std::string_view code, std::string_view joints) {
  if (code.empty() || code.size() > kMaxCodeBytes) return false;
  bool in_word = false;
  for (const char c : code) {
    const bool word_byte = kWordBytes.find(c) != std::string_view::npos;
    if (!word_byte && (!in_word || joints.find(c) == std::string_view::npos)) return false;
    in_word = word_byte;
  }
  return in_word;
}

bool AreDigits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

class CatalogCheck {
 public:
  CatalogCheck(const CatalogSpec& spec, const CatalogKeys& keys)
      : spec_(spec), keys_(keys), places_(PlacesOf(spec)) {
    for (const SectionSpec& section : spec.sections) section_codes_.insert(section.code);
  }

  Violations Run() {
    CheckOptionalText("name", spec_.name);
    CheckCalendar();
    FirstPlaces codes;
    for (size_t i = 0; i < spec_.sections.size(); ++i) CheckSection(i, &codes);
    codes.clear();
    for (size_t i = 0; i < spec_.bureaus.size(); ++i) CheckBureau(i, &codes);
    codes.clear();
    for (size_t i = 0; i < spec_.indicators.size(); ++i) CheckIndicator(i, &codes);
    CheckCycles(spec_, places_, &faults_);
    return std::move(faults_);
  }

 private:
  void Add(std::string field, std::string description) {
    faults_.push_back({std::move(field), std::move(description)});
  }

  void CheckOptionalText(std::string field, std::string_view text) {
    if (auto fault = TextFault(text)) Add(std::move(field), *std::move(fault));
  }

  void CheckRequiredText(std::string field, std::string_view text) {
    if (text.empty()) {
      Add(std::move(field), "missing; expected a text for people");
    } else {
      CheckOptionalText(std::move(field), text);
    }
  }

  void CheckCode(const std::string& owner, std::string_view code, std::string_view joints,
                 FirstPlaces* codes) {
    const std::string field = absl::StrCat(owner, ".code");
    const bool hyphens = joints.find('-') != std::string_view::npos;
    const std::string expected =
        absl::StrCat("expected words of a-z, 0-9 and _ joined by dots",
                     hyphens ? " or hyphens" : "", ", at most ", kMaxCodeBytes, " bytes");
    if (code.empty()) {
      Add(field, absl::StrCat("missing; ", expected));
      return;
    }
    if (!IsCode(code, joints)) Add(field, absl::StrCat(Quoted(code), " is no code; ", expected));
    CheckUnique(owner, code, codes);
  }

  void CheckUnique(const std::string& owner, std::string_view code, FirstPlaces* codes) {
    const auto [first, fresh] = codes->insert({code, owner});
    if (fresh) return;
    Add(absl::StrCat(owner, ".code"), absl::StrCat(Quoted(code), " is used twice: ", first->second,
                                                   " has it too; ", "expected a code of its own"));
  }

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
    if (bureau.region.size() < 2 || bureau.region.size() > 12 || !AreDigits(bureau.region)) {
      Add(absl::StrCat(owner, ".region"),
          absl::StrCat(Quoted(bureau.region),
                       " is no division code; expected 2 to 12 digits of GB/T 2260"));
    }
  }

  void CheckIndicator(size_t place, FirstPlaces* codes) {
    const IndicatorSpec& indicator = spec_.indicators[place];
    const std::string owner = absl::StrCat("indicators[", place, "]");
    CheckCode(owner, indicator.code, ".", codes);
    CheckKey(owner, indicator.code, keys_.indicators.contains(indicator.code));
    CheckRequiredText(absl::StrCat(owner, ".name_zh"), indicator.name_zh);
    CheckOptionalText(absl::StrCat(owner, ".name_en"), indicator.name_en);
    CheckSectionOf(owner, indicator.section);
    CheckOptionalText(absl::StrCat(owner, ".unit_zh"), indicator.unit_zh);
    CheckOptionalText(absl::StrCat(owner, ".unit_en"), indicator.unit_en);
    CheckDefinition(spec_, places_, place, &faults_);
    CheckCategories(owner, indicator);
    CheckDisplay(owner, indicator);
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
    const bool reported = std::holds_alternative<Flow>(indicator.definition) ||
                          std::holds_alternative<Stock>(indicator.definition);
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

  void CheckDisplay(const std::string& owner, const IndicatorSpec& indicator) {
    const Display& display = indicator.display;
    if (display.decimals < 0 || display.decimals > kMaxDecimals) {
      Add(absl::StrCat(owner, ".display.decimals"),
          absl::StrCat(display.decimals, " is out of range; expected 0 to ", kMaxDecimals));
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
    if (display.bound->with_unit && indicator.unit_zh.empty()) {
      Add(absl::StrCat(bound, ".with_unit"), "true, but there is no unit_zh; expected one");
    }
  }

  const CatalogSpec& spec_;
  const CatalogKeys& keys_;
  const IndicatorPlaces places_;
  std::set<std::string_view> section_codes_;
  Violations faults_;
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

Violations CheckCatalog(const CatalogSpec& spec, const CatalogKeys& keys) {
  return CatalogCheck(spec, keys).Run();
}

}  // namespace jurimeter
