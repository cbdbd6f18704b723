#include "domain/audit/share_groups.h"

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"

namespace jurimeter::audit {
namespace {

Violation Refusal(const char* field, std::string_view value, const std::string& expectation) {
  return {field, absl::StrCat("is ", ToAbsl(Quoted(value)), "; expected ", expectation)};
}

}  // namespace

Violations ShareGroups::Add(size_t place, std::string_view name, const ClaimText& text,
                            const FigureClaim& claim) {
  if (claim.kind != ClaimKind::kShare) return {Refusal("group", name, "only of a share")};
  const auto [found, is_new] = group_of_.try_emplace(std::string(name), groups_.size());
  if (is_new) {
    groups_.push_back(
        {std::string(name), std::string(text.denominator), {}, {{}, claim.denominator}});
  }
  ShareGroup& group = groups_[found->second];
  Violations faults;
  if (group.places.size() == kMaxGroupShares) {
    faults.push_back(
        Refusal("group", name, absl::StrCat("at most ", kMaxGroupShares, " shares of it")));
  }
  if (!IsFitPart(claim)) {
    faults.push_back(Refusal("printed", text.printed, "a percentage without a bound in a group"));
  }
  if (claim.denominator != group.claim.whole) {
    faults.push_back(
        Refusal("denominator", text.denominator,
                absl::StrCat("that of the group's first share, ", ToAbsl(Quoted(group.whole)))));
  }
  group.places.push_back(place);
  group.claim.parts.push_back(claim);
  return faults;
}

}  // namespace jurimeter::audit
