#include "domain/access/permission.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"

namespace jurimeter {
bool Permission::Do(GrantKind kind, std::string_view bureau, absl::CivilDay day) const {
  const GrantedScope& granted = principal_.For(kind);
  if (granted.HasAlways(bureau)) return true;
  if (granted.regions().empty()) return false;
  const Bureau* const known = catalog_.FindBureau(bureau);
  return known != nullptr && granted.Has(*known, day);
}

bool Permission::Do(GrantKind kind, const Scope& scope) const {
  return Do(kind) && principal_.For(kind).Covers(scope);
}

Scope Permission::Narrow(GrantKind kind, const Scope& scope) const {
  return principal_.For(kind).Narrow(scope);
}

int64_t Permission::CountBureaus(GrantKind kind, absl::CivilDay day) const {
  const GrantedScope& granted = principal_.For(kind);
  return std::ranges::count_if(catalog_.bureaus(), [&](const Bureau& bureau) {
    return bureau.ExistsOn(day) && granted.Has(bureau, day);
  });
}

std::string Permission::Refusal(GrantKind kind, const ScopeDraft& asked) const {
  const GrantedScope& granted = principal_.For(kind);
  return absl::StrCat(
      "needs the grant \"", ToAbsl(NameOf(kind)), "\" for ", ScopeWords(asked), "; ",
      Quoted(principal_.spec.code),
      granted.is_empty() ? " does not have it" : absl::StrCat(" has it for ", granted.Words()));
}

}  // namespace jurimeter
