#include "domain/catalog/bureau_check.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "domain/catalog/field_checks.h"
#include "domain/values/period.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

class BureauCheck : private FieldChecks {
 public:
  BureauCheck(const CatalogSpec& spec, const CatalogKeys& keys, Violations* faults)
      : FieldChecks(faults), spec_(spec), keys_(keys) {}

  void Run() {
    FirstPlaces codes;
    for (size_t i = 0; i < spec_.bureaus.size(); ++i) Check(i, &codes);
  }

 private:
  void Check(size_t place, FirstPlaces* codes) {
    const BureauSpec& bureau = spec_.bureaus[place];
    const std::string owner = absl::StrCat("bureaus[", place, "]");
    CheckCode(owner, bureau.code, ".-", codes);
    CheckKey(owner, bureau.code, keys_.bureaus.contains(bureau.code));
    CheckRequiredText(absl::StrCat(owner, ".name_zh"), bureau.name_zh);
    CheckOptionalText(absl::StrCat(owner, ".name_en"), bureau.name_en);
    CheckDivisionCode(absl::StrCat(owner, ".region"), bureau.region);
    CheckLife(owner, bureau);
    CheckAssignments(owner, bureau);
  }

  // The day that `text` names; if it names none, nothing and a fault.
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
      if (!assigned.region.empty())
        CheckDivisionCode(absl::StrCat(owner, ".region"), assigned.region);
      CheckOptionalText(absl::StrCat(owner, ".name_zh"), assigned.name_zh);
      CheckOptionalText(absl::StrCat(owner, ".name_en"), assigned.name_en);
    }
  }

  const CatalogSpec& spec_;
  const CatalogKeys& keys_;
};

}  // namespace

void CheckBureaus(const CatalogSpec& spec, const CatalogKeys& keys, Violations* faults) {
  BureauCheck(spec, keys, faults).Run();
}

}  // namespace jurimeter
