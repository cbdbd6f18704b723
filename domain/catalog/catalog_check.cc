#include "domain/catalog/catalog_check.h"

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/catalog/bureau_check.h"
#include "domain/catalog/depth_check.h"
#include "domain/catalog/field_checks.h"
#include "domain/catalog/indicator_check.h"
#include "domain/catalog/indicator_places.h"
#include "domain/catalog/intent_check.h"
#include "domain/catalog/rule_check.h"
#include "domain/catalog/unit_check.h"
#include "domain/values/text.h"
#include "domain/values/time_zone.h"

namespace jurimeter {
namespace {

// What belongs to the catalog as a whole: name, calendar, sections and regions.
class FrameCheck : private FieldChecks {
 public:
  FrameCheck(const CatalogSpec& spec, Violations* faults) : FieldChecks(faults), spec_(spec) {}

  void CheckHead() {
    CheckOptionalText("name", spec_.name);
    CheckCalendar();
    FirstPlaces codes;
    for (size_t i = 0; i < spec_.sections.size(); ++i) CheckSection(i, &codes);
  }

  void CheckRegions() {
    FirstPlaces codes;
    for (size_t i = 0; i < spec_.regions.size(); ++i) CheckRegion(i, &codes);
  }

 private:
  void CheckCalendar() {
    if (!FindTimeZone(spec_.time_zone)) {
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

  void CheckRegion(size_t place, FirstPlaces* codes) {
    const RegionSpec& region = spec_.regions[place];
    const std::string owner = absl::StrCat("regions[", place, "]");
    CheckDivisionCode(absl::StrCat(owner, ".code"), region.code);
    CheckUnique(owner, region.code, codes);
    CheckRequiredText(absl::StrCat(owner, ".name_zh"), region.name_zh);
    CheckOptionalText(absl::StrCat(owner, ".name_en"), region.name_en);
  }

  const CatalogSpec& spec_;
};

}  // namespace

Violations CheckCatalog(const CatalogSpec& spec, const CatalogKeys& keys, CatalogUse use) {
  const IndicatorPlaces places = PlacesOf(spec);
  Violations faults;
  FrameCheck frame(spec, &faults);
  frame.CheckHead();
  CheckBureaus(spec, keys, &faults);
  const bool defined = CheckIndicators(spec, keys, places, &faults);
  frame.CheckRegions();
  const size_t before = faults.size();
  CheckDepth(spec, places, &faults);
  // A unit is that of the operands: there must be an end of them.
  const bool sound = defined && faults.size() == before;
  if (sound) CheckUnits(spec, places, &faults);
  CheckRules(spec, places, sound, &faults);
  if (use == CatalogUse::kNew) CheckIntent(spec, places, &faults);
  return faults;
}

}  // namespace jurimeter
