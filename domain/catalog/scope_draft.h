// The bureaus that somebody asks for or is granted, as the message or the file says it.
//
// Example:
//   ScopeDraft draft = {.region = "4201"};
//   if (CheckScope(&catalog, draft, "scope", &faults)) Use(ScopeOf(catalog, draft));
//
// Threads: values and pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_SCOPE_DRAFT_H_
#define JURIMETER_DOMAIN_CATALOG_SCOPE_DRAFT_H_

#include <string>
#include <string_view>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/catalog/scope.h"
#include "domain/values/violation.h"

namespace jurimeter {

// Exactly one field is set; nothing is checked.
struct ScopeDraft {
  bool all = false;
  std::string region = {};                // prefix of division codes
  std::vector<std::string> bureaus = {};  // codes
};

// Whether exactly one way to name bureaus is used, and what it names is sound. If not, adds why:
//
//   field                 reason
//   FIELD                 missing, ambiguous
//   FIELD.region          malformed
//   FIELD.bureaus         too_long: more codes than the catalog has
//   FIELD.bureaus[PLACE]  unknown, repeated
//
// Without a catalog (null) it does not look at bureaus.
bool CheckScope(const Catalog* catalog, const ScopeDraft& scope, std::string_view field,
                Violations* faults);

// "all", "region 4201" or "bureaus a,b", with the codes sorted; empty unless just one way is used.
std::string ScopeText(const ScopeDraft& scope);
// The draft behind such a text. It is of no scope if the text says none.
ScopeDraft ScopeFromText(std::string_view text);

// What a sound draft stands for. Codes that `catalog` does not have are passed over.
Scope ScopeOf(const Catalog& catalog, const ScopeDraft& scope);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_SCOPE_DRAFT_H_
