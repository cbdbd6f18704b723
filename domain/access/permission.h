// What one principal may do, by the catalog in force.
//
// Example:
//   const Permission may(*principal, *catalog);
//   if (!may.Do(GrantKind::kReport, "justice", day)) {
//     Refuse(may.Refusal(GrantKind::kReport, {.bureaus = {"justice"}}));
//   }
//
// A check of one bureau and day is two hash look-ups at most, and a binary search if regions are
// granted. Nothing is resolved beforehand, so that 10,000 principals take no more memory than what
// their list says.
//
// Threads: a value; it refers to the principal and the catalog, which must outlive it.
#ifndef JURIMETER_DOMAIN_ACCESS_PERMISSION_H_
#define JURIMETER_DOMAIN_ACCESS_PERMISSION_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "domain/access/access_list.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/scope.h"
#include "domain/catalog/scope_draft.h"

namespace jurimeter {

class Permission {
 public:
  Permission(const Principal& principal, const Catalog& catalog)
      : principal_(principal), catalog_(catalog) {}

  // Whether it is granted for any bureau.
  bool Do(GrantKind kind) const { return !principal_.For(kind).is_empty(); }
  // Whether it is granted for the bureau of this code on `day`. One that the catalog does not have
  // belongs to no region.
  bool Do(GrantKind kind, std::string_view bureau, absl::CivilDay day) const;
  // Whether it is granted for all of `scope`, each bureau on each of its days. If it is granted
  // for any bureau, it is for a scope without bureaus.
  bool Do(GrantKind kind, const Scope& scope) const;
  // What it is granted for of `scope`.
  Scope Narrow(GrantKind kind, const Scope& scope) const;
  // How many bureaus exist on `day` that it is granted for then.
  int64_t CountBureaus(GrantKind kind, absl::CivilDay day) const;

  // Why it may not do what it is not granted for `asked`: "needs the grant \"read\" for all
  // bureaus; \"hubei.justice\" has it for region \"42\"". Short, whatever is asked and granted.
  std::string Refusal(GrantKind kind, const ScopeDraft& asked) const;

 private:
  const Principal& principal_;
  const Catalog& catalog_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_ACCESS_PERMISSION_H_
