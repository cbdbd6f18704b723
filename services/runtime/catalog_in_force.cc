#include "services/runtime/catalog_in_force.h"

#include "absl/strings/str_cat.h"
#include "services/messages/catalog_text.h"
#include "services/runtime/left_out_categories.h"

namespace jurimeter::runtime {

absl::StatusOr<InForce> ReadInForce(storage::StoredCatalog stored,
                                    storage::CatalogHistory* history) {
  const absl::Status named = NameLeftOut(history, &stored);
  if (!named.ok()) return named;
  const auto parsed = messages::ParseCatalog(stored.text, &stored.keys);
  if (!parsed.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the catalog in force, version ", stored.identity.revision,
                     ", cannot be read: line ", parsed.faults().front().ToString()));
  }
  return std::make_shared<const CatalogInForce>(CatalogInForce{stored.identity, parsed->catalog});
}

}  // namespace jurimeter::runtime
