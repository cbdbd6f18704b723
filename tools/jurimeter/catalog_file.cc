#include "tools/jurimeter/catalog_file.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/runtime/catalog_text.h"
#include "storage/postgres/postgres_catalog_store.h"
#include "tools/jurimeter/files.h"

namespace jurimeter::tools {
namespace {

// Indicators whose recorded quantities would be read in another unit than they were reported in.
// The database itself keeps decimals since its second schema; this knows those of a catalog that
// was applied before. Those of a text that is no catalog any more, to which later rules say no, are
// not known.
std::vector<std::string> ChangedDecimals(const std::string& in_force, const CatalogSpec& next) {
  const absl::StatusOr<CatalogFile> before = CheckCatalog("in force", in_force);
  if (!before.ok()) return {};
  absl::flat_hash_map<std::string, int> decimals;
  for (const IndicatorSpec& each : before->spec.indicators) {
    decimals.emplace(each.code, each.quantity_decimals);
  }
  std::vector<std::string> changed;
  for (const IndicatorSpec& each : next.indicators) {
    const auto found = decimals.find(each.code);
    if (found == decimals.end() || found->second == each.quantity_decimals) continue;
    changed.push_back(absl::StrCat(
        "indicator \"", each.code, "\": its quantity_decimals were ", found->second,
        " and cannot become ", each.quantity_decimals,
        ", since recorded quantities are read by them; define a new indicator under another code"));
  }
  return changed;
}

}  // namespace

absl::StatusOr<CatalogFile> CheckCatalog(const std::string& path, std::string text) {
  auto parsed = runtime::ParseCatalog(text);
  if (const auto* faults = std::get_if<std::vector<runtime::CatalogFault>>(&parsed)) {
    return absl::InvalidArgumentError(
        absl::StrJoin(*faults, "\n", [&](std::string* out, const runtime::CatalogFault& fault) {
          absl::StrAppend(out, path, ":", fault.line == 0 ? " " : "", fault.ToString());
        }));
  }
  return CatalogFile{std::move(text), std::get<runtime::ParsedCatalog>(std::move(parsed)).spec};
}

absl::StatusOr<CatalogFile> ReadCatalog(const std::string& path) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return text.status();
  return CheckCatalog(path, *std::move(text));
}

absl::StatusOr<int64_t> ApplyCatalog(const storage::PostgresOptions& database,
                                     const CatalogFile& catalog) {
  const auto store = storage::MakePostgresCatalogStore(database);
  const absl::StatusOr<storage::StoredCatalog> in_force = store->Load();
  if (!in_force.ok() && !absl::IsNotFound(in_force.status())) return in_force.status();
  if (in_force.ok()) {
    const std::vector<std::string> contradictions = ChangedDecimals(in_force->text, catalog.spec);
    if (!contradictions.empty()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "the catalog contradicts the one in force:\n", absl::StrJoin(contradictions, "\n")));
    }
  }
  return store->Apply(catalog.spec, catalog.text);
}

}  // namespace jurimeter::tools
