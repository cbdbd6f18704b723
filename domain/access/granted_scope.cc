#include "domain/access/granted_scope.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

constexpr DayInterval kAllDays = {std::numeric_limits<int32_t>::min(),
                                  std::numeric_limits<int32_t>::max()};

// Most codes that words name.
constexpr size_t kMostNamed = 5;

// "region \"a\"", or "regions \"a\", \"b\" and 7 others".
std::string Named(const char* what, const std::vector<std::string>& codes) {
  const size_t shown = std::min(codes.size(), kMostNamed);
  const size_t others = codes.size() - shown;
  std::string words = absl::StrCat(what, codes.size() == 1 ? " " : "s ");
  for (size_t place = 0; place < shown; ++place) {
    absl::StrAppend(&words, place == 0 ? "" : ", ", Quoted(codes[place]));
  }
  if (others > 0) absl::StrAppend(&words, " and ", others, others == 1 ? " other" : " others");
  return words;
}

}  // namespace

void GrantedScope::Add(const ScopeDraft& scope) {
  all_ = all_ || scope.all;
  if (!scope.region.empty() && !HasRegion(scope.region)) {
    std::erase_if(regions_,
                  [&](const std::string& granted) { return granted.starts_with(scope.region); });
    regions_.insert(std::ranges::upper_bound(regions_, scope.region), scope.region);
  }
  bureaus_.insert(scope.bureaus.begin(), scope.bureaus.end());
}

std::vector<std::string> GrantedScope::bureaus() const {
  std::vector<std::string> codes(bureaus_.begin(), bureaus_.end());
  std::ranges::sort(codes);
  return codes;
}

// None begins with another, so that only the last one that does not come after `region` can be the
// beginning of it.
bool GrantedScope::HasRegion(std::string_view region) const {
  const auto after = std::ranges::upper_bound(regions_, region);
  return after != regions_.begin() && region.starts_with(*std::prev(after));
}

DayIntervals GrantedScope::DaysOf(const Bureau& bureau) const {
  if (HasAlways(bureau.spec.code)) return {kAllDays};
  DayIntervals days;
  for (size_t place = 0; place < bureau.history.size(); ++place) {
    if (HasRegion(bureau.history[place].region)) days.push_back(DaysOfAssignment(bureau, place));
  }
  return Unite(std::move(days));
}

bool GrantedScope::Covers(const Scope& scope) const {
  return all_ || std::ranges::all_of(scope.members(), [&](const Scope::Member& member) {
           return Intersect(member.days, DaysOf(*member.bureau)) == member.days;
         });
}

Scope GrantedScope::Narrow(const Scope& scope) const {
  if (all_) return scope;
  return scope.OnDays([&](const Bureau& bureau) { return DaysOf(bureau); });
}

std::string GrantedScope::Words() const {
  if (all_) return "all bureaus";
  std::vector<std::string> parts;
  if (!regions_.empty()) parts.push_back(Named("region", regions_));
  if (!bureaus_.empty()) parts.push_back(Named("bureau", bureaus()));
  return absl::StrJoin(parts, ", ");
}

std::string ScopeWords(const ScopeDraft& scope) {
  if (scope.all) return "all bureaus";
  return scope.region.empty() ? Named("bureau", scope.bureaus) : Named("region", {scope.region});
}

}  // namespace jurimeter
