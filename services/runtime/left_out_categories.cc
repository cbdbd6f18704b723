#include "services/runtime/left_out_categories.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/messages/catalog_text.h"

namespace jurimeter::runtime {
namespace {

using Codes = std::set<CatalogKeys::CategoryCode>;

// The categories with a key that `spec` does not declare. Categories of an indicator that was left
// out itself do not count: nobody can ask for them.
Codes LeftOut(const CatalogSpec& spec, const CatalogKeys& keys) {
  Codes declared, left_out;
  std::set<std::string> indicators;
  for (const IndicatorSpec& indicator : spec.indicators) {
    indicators.insert(indicator.code);
    for (const CategorySpec& category : indicator.categories) {
      declared.emplace(indicator.code, category.code);
    }
  }
  for (const auto& [code, key] : keys.categories) {
    if (indicators.contains(code.first) && !declared.contains(code)) left_out.insert(code);
  }
  return left_out;
}

// Moves the categories that `spec` names from `unnamed` to `named`.
void TakeNames(const CatalogSpec& spec, Codes* unnamed,
               std::map<CatalogKeys::CategoryCode, CategorySpec>* named) {
  for (const IndicatorSpec& indicator : spec.indicators) {
    for (const CategorySpec& category : indicator.categories) {
      const CatalogKeys::CategoryCode code = {indicator.code, category.code};
      if (unnamed->erase(code) > 0) named->emplace(code, category);
    }
  }
}

}  // namespace

absl::Status NameLeftOut(storage::CatalogHistory* history, storage::StoredCatalog* catalog) {
  const std::optional<CatalogSpec> in_force = messages::SpecOf(catalog->text);
  // The caller parses it next and finds what is wrong with it.
  if (!in_force) return absl::OkStatus();
  Codes unnamed = LeftOut(*in_force, catalog->keys);
  int64_t revision = catalog->identity.revision;
  for (int read = 0; read < kMaxEarlierCatalogs && !unnamed.empty(); ++read) {
    const absl::StatusOr<storage::EarlierCatalog> earlier = history->LastBefore(revision);
    if (absl::IsNotFound(earlier.status())) break;
    if (!earlier.ok()) return earlier.status();
    revision = earlier->revision;
    // A text that this program can no longer read names nothing.
    if (const auto spec = messages::SpecOf(earlier->text)) {
      TakeNames(*spec, &unnamed, &catalog->keys.left_out);
    }
  }
  return absl::OkStatus();
}

}  // namespace jurimeter::runtime
