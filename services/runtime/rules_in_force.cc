#include "services/runtime/rules_in_force.h"

#include <utility>

#include "domain/values/require.h"
#include "services/runtime/catalog_in_force.h"

namespace jurimeter::runtime {

absl::StatusOr<Rules> FollowRules(const Rules& known, storage::RulesChange change,
                                  storage::CatalogHistory* history) {
  RulesInForce rules = {change.identity, nullptr, {}};
  if (change.catalog.has_value()) {
    const absl::StatusOr<InForce> read = ReadInForce(*std::move(change.catalog), history);
    if (!read.ok()) return read.status();
    rules.catalog = (*read)->catalog;
  } else {
    JURIMETER_REQUIRE(known != nullptr);
    rules.catalog = known->catalog;
  }
  if (known != nullptr && !change.anew) rules.closed = known->closed;
  rules.closed.Apply(change.closings);
  return std::make_shared<const RulesInForce>(std::move(rules));
}

}  // namespace jurimeter::runtime
