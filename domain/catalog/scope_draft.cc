#include "domain/catalog/scope_draft.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "domain/catalog/request_checks.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

int CountWays(const ScopeDraft& scope) {
  return (scope.all ? 1 : 0) + (scope.region.empty() ? 0 : 1) + (scope.bureaus.empty() ? 0 : 1);
}

void CheckBureaus(const Catalog& catalog, const std::vector<std::string>& bureaus,
                  Violations* faults) {
  if (bureaus.size() <= catalog.bureaus().size()) {
    CheckBureauCodes(catalog, bureaus, faults);
    return;
  }
  faults->push_back({"bureaus",
                     absl::StrCat("has ", bureaus.size(), " codes; expected at most ",
                                  catalog.bureaus().size(), ", those of the catalog, each once"),
                     "too_long"});
}

}  // namespace

bool CheckScope(const Catalog* catalog, const ScopeDraft& scope, std::string_view field,
                Violations* faults) {
  constexpr std::string_view kExpected = "; expected one of all, region and bureaus";
  const size_t before = faults->size();
  const int ways = CountWays(scope);
  if (ways == 0) {
    faults->push_back({std::string(field), absl::StrCat("missing", ToAbsl(kExpected)), "missing"});
  } else if (ways > 1) {
    faults->push_back({std::string(field),
                       absl::StrCat("names bureaus in ", ways, " ways", ToAbsl(kExpected)),
                       "ambiguous"});
  }
  Violations found;
  CheckRegionCode(scope.region, &found);
  if (catalog != nullptr) CheckBureaus(*catalog, scope.bureaus, &found);
  for (Violation& fault : found) {
    faults->push_back({absl::StrCat(ToAbsl(field), ".", fault.field), std::move(fault.description),
                       fault.reason});
  }
  return faults->size() == before;
}

std::string ScopeText(const ScopeDraft& scope) {
  if (CountWays(scope) != 1) return "";
  if (scope.all) return "all";
  if (!scope.region.empty()) return absl::StrCat("region ", scope.region);
  std::vector<std::string> codes = scope.bureaus;
  std::ranges::sort(codes);
  return absl::StrCat("bureaus ", absl::StrJoin(codes, ","));
}

ScopeDraft ScopeFromText(std::string_view text) {
  absl::string_view rest = ToAbsl(text);
  if (rest == "all") return {.all = true};
  if (absl::ConsumePrefix(&rest, "region ")) return {.region = std::string(rest)};
  if (absl::ConsumePrefix(&rest, "bureaus ")) return {.bureaus = absl::StrSplit(rest, ',')};
  return {};
}

Scope ScopeOf(const Catalog& catalog, const ScopeDraft& scope) {
  const Scope all = Scope::All(catalog);
  if (scope.all) return all;
  return scope.region.empty() ? all.OfBureaus(scope.bureaus) : all.InRegion(scope.region);
}

}  // namespace jurimeter
