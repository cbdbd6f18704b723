#include "services/runtime/rules_in_force.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/require.h"
#include "services/messages/access_text.h"
#include "services/runtime/catalog_in_force.h"

namespace jurimeter::runtime {

namespace {

absl::StatusOr<std::shared_ptr<const AccessList>> ReadAccess(
    const storage::StoredAccessList& stored) {
  const auto parsed = messages::ParseAccessList(stored.text, nullptr);
  if (parsed.ok()) return *parsed;
  return absl::FailedPreconditionError(
      absl::StrCat("the access list in force, of revision ", stored.identity.revision,
                   ", cannot be read: line ", parsed.faults().front().ToString()));
}

}  // namespace

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
  if (change.access.has_value()) {
    absl::StatusOr<std::shared_ptr<const AccessList>> read = ReadAccess(*change.access);
    if (!read.ok()) return read.status();
    rules.access = *std::move(read);
  } else if (change.identity.access.revision > 0) {
    JURIMETER_REQUIRE(known != nullptr);
    rules.access = known->access;
  }
  if (known != nullptr && !change.anew) rules.closed = known->closed;
  rules.closed.Apply(change.closings);
  return std::make_shared<const RulesInForce>(std::move(rules));
}

}  // namespace jurimeter::runtime
