// The rules that are in force, ready for use: the catalog, the access list, and which days
// are closed.
//
// Example:
//   absl::StatusOr<Rules> rules = FollowRules(known, *store.Read(known->identity), &store);
//   AdmitEvent((*rules)->admission(), draft, now);
//
// Threads: they never change, so that all threads share them.
#ifndef JURIMETER_SERVICES_RUNTIME_RULES_IN_FORCE_H_
#define JURIMETER_SERVICES_RUNTIME_RULES_IN_FORCE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "domain/access/access_list.h"
#include "domain/catalog/admission_rules.h"
#include "domain/catalog/catalog.h"
#include "domain/closing/closed_days.h"
#include "storage/catalog_history.h"
#include "storage/ledger_rules.h"
#include "storage/rules_store.h"

namespace jurimeter::runtime {

struct RulesInForce {
  storage::RulesIdentity identity;
  std::shared_ptr<const Catalog> catalog;  // never null
  ClosedDays closed;
  std::shared_ptr<const AccessList> access = nullptr;  // null: none was applied

  // They live as long as this.
  AdmissionRules admission() const { return {*catalog, closed}; }
  // By which a commit of corrections knows them.
  storage::LedgerRules for_store() const { return {identity.chain, closed}; }
};

using Rules = std::shared_ptr<const RulesInForce>;

// The rules after `change`, which was read for who knew `known` (null: nothing). What did not
// change is shared. `history` knows the names of categories that the catalog left out.
//   FAILED_PRECONDITION  this program cannot read the catalog or the access list, perhaps since a
//                        newer one wrote it
//   UNAVAILABLE          the database is away
absl::StatusOr<Rules> FollowRules(const Rules& known, storage::RulesChange change,
                                  storage::CatalogHistory* history);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RULES_IN_FORCE_H_
