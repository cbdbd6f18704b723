#include "storage/postgres/stored_catalog.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "storage/postgres/catalog_revisions.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {
namespace {

// In all of these $1 stands for the revision, and $catalogs for kFromCatalogRevisions.
constexpr char kLastUntil[] = R"(
SELECT revision, chain, source $catalogs
WHERE revision <= $1
ORDER BY revision DESC LIMIT 1)";

constexpr char kBureaus[] = "SELECT code, bureau_id FROM bureau WHERE given_by IN ($givers)";
constexpr char kIndicators[] =
    "SELECT code, indicator_id FROM indicator WHERE given_by IN ($givers)";
constexpr char kCategories[] = R"(
SELECT indicator.code, category.code, category_id
FROM category JOIN indicator USING (indicator_id)
WHERE category.given_by IN ($givers))";

// The catalogs that have given keys until then.
constexpr char kGivers[] = "SELECT entry_id $catalogs WHERE revision <= $1";

Result Read(Connection& connection, const char* statement, int64_t revision) {
  const std::string text =
      absl::StrReplaceAll(absl::StrReplaceAll(statement, {{"$givers", kGivers}}),
                          {{"$catalogs", kFromCatalogRevisions}, {"$1", absl::StrCat(revision)}});
  return RunStatement(connection, text.c_str());
}

CatalogKeys ReadKeys(Connection& connection, int64_t revision) {
  CatalogKeys keys;
  const Result bureaus = Read(connection, kBureaus, revision);
  for (int row = 0; row < bureaus.rows(); ++row) {
    keys.bureaus.emplace(bureaus.Text(row, 0), bureaus.Integer(row, 1));
  }
  const Result indicators = Read(connection, kIndicators, revision);
  for (int row = 0; row < indicators.rows(); ++row) {
    keys.indicators.emplace(indicators.Text(row, 0), indicators.Integer(row, 1));
  }
  const Result categories = Read(connection, kCategories, revision);
  for (int row = 0; row < categories.rows(); ++row) {
    keys.categories.emplace(std::pair(categories.Text(row, 0), categories.Text(row, 1)),
                            categories.Integer(row, 2));
  }
  return keys;
}

}  // namespace

absl::StatusOr<StoredCatalog> ReadCatalogAt(Connection& connection, int64_t revision) {
  const Result found = Read(connection, kLastUntil, revision);
  if (found.rows() == 0) {
    return absl::NotFoundError("no catalog is in force: run `jurimeter catalog apply`");
  }
  const CatalogIdentity identity = {.revision = found.Bigint(0, 0), .chain = found.Sha256(0, 1)};
  return StoredCatalog{.identity = identity,
                       .text = std::string(found.Text(0, 2)),
                       .keys = ReadKeys(connection, identity.revision)};
}

absl::StatusOr<EarlierCatalog> ReadCatalogBefore(Connection& connection, int64_t revision) {
  const Result found = Read(connection, kLastUntil, revision - 1);
  if (found.rows() == 0) {
    return absl::NotFoundError(absl::StrCat("there was no catalog before revision ", revision));
  }
  return EarlierCatalog{.revision = found.Bigint(0, 0), .text = std::string(found.Text(0, 2))};
}

}  // namespace jurimeter::storage
