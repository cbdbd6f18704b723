#include "domain/catalog/request_checks.h"

#include <cstddef>
#include <map>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/digits.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

constexpr size_t kMaxRegionDigits = 12;

// Adds the unknown and the repeated ones of `codes`.
template <typename IsKnown>
void CheckCodes(std::string_view field, const std::vector<std::string>& codes, IsKnown is_known,
                Violations* faults) {
  std::map<std::string_view, size_t> first_places;
  for (size_t place = 0; place < codes.size(); ++place) {
    const std::string& code = codes[place];
    const auto add = [&](std::string description, std::string_view reason) {
      faults->push_back(
          {absl::StrCat(ToAbsl(field), "[", place, "]"), std::move(description), reason});
    };
    if (!is_known(code)) {
      add(absl::StrCat(Quoted(code), " is not in the catalog; expected a code that is"), "unknown");
    }
    const auto [first, fresh] = first_places.insert({code, place});
    if (!fresh) {
      add(absl::StrCat(Quoted(code), " stands at [", first->second,
                       "] already; expected each code once"),
          "repeated");
    }
  }
}

}  // namespace

void CheckPeriod(const Catalog& catalog, const Period& period, Violations* faults) {
  if (period.last < period.first) {
    faults->push_back({"period", absl::StrCat("ends on ", DayText(period.last),
                                              ", before it begins on ", DayText(period.first),
                                              "; expected a last day that is not earlier")});
  } else if (period.first.year() < catalog.first_year() || period.last.year() > kMaxYear) {
    faults->push_back(
        {"period", absl::StrCat(DayText(period.first), " to ", DayText(period.last),
                                " is not all counted; expected days from ", catalog.first_year(),
                                "-01-01 to ", kMaxYear, "-12-31")});
  }
}

void CheckRegionCode(const std::string& code, Violations* faults) {
  if (code.empty() || (AreDigits(code) && code.size() <= kMaxRegionDigits)) return;
  faults->push_back({"region",
                     absl::StrCat(Quoted(code), " is no division code; expected at most ",
                                  kMaxRegionDigits, " digits of GB/T 2260, or none"),
                     "malformed"});
}

void CheckBureauCodes(const Catalog& catalog, const std::vector<std::string>& codes,
                      Violations* faults) {
  CheckCodes(
      "bureaus", codes,
      [&](const std::string& code) { return catalog.FindBureau(code) != nullptr; }, faults);
}

void CheckIndicatorCodes(const Catalog& catalog, const std::vector<std::string>& codes,
                         Violations* faults) {
  CheckCodes(
      "indicators", codes,
      [&](const std::string& code) { return catalog.FindIndicator(code) != nullptr; }, faults);
}

}  // namespace jurimeter
