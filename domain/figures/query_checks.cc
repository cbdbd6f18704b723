// CheckQuery: the rules of a question.
#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/figures/figures.h"
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
    const auto add = [&](std::string description) {
      faults->push_back({absl::StrCat(ToAbsl(field), "[", place, "]"), std::move(description)});
    };
    if (!is_known(code)) {
      add(absl::StrCat(Quoted(code), " is not in the catalog; expected a code that is"));
    }
    const auto [first, fresh] = first_places.insert({code, place});
    if (!fresh) {
      add(absl::StrCat(Quoted(code), " stands at [", first->second,
                       "] already; expected each code once"));
    }
  }
}

}  // namespace

Violations CheckQuery(const Catalog& catalog, const YearQuery& query) {
  Violations faults;
  if (query.year < catalog.first_year() || query.year > kMaxYear) {
    faults.push_back({"year", absl::StrCat(query.year, " is out of range; expected ",
                                           catalog.first_year(), " to ", kMaxYear)});
  }
  CheckRegion(query.region, &faults);
  CheckBureaus(catalog, query.bureaus, &faults);
  CheckIndicators(catalog, query.indicators, &faults);
  return faults;
}

void CheckRegion(const std::string& region, Violations* faults) {
  const bool digits = std::ranges::all_of(region, [](char c) { return c >= '0' && c <= '9'; });
  if (digits && region.size() <= kMaxRegionDigits) return;
  faults->push_back(
      {"region", absl::StrCat(Quoted(region), " is no division code; expected at most ",
                              kMaxRegionDigits, " digits of GB/T 2260, or none")});
}

void CheckBureaus(const Catalog& catalog, const std::vector<std::string>& codes,
                  Violations* faults) {
  CheckCodes(
      "bureaus", codes,
      [&](const std::string& code) { return catalog.FindBureau(code) != nullptr; }, faults);
}

void CheckIndicators(const Catalog& catalog, const std::vector<std::string>& codes,
                     Violations* faults) {
  CheckCodes(
      "indicators", codes,
      [&](const std::string& code) { return catalog.FindIndicator(code) != nullptr; }, faults);
}

}  // namespace jurimeter
