#include "storage/postgres/catalog_identity.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "storage/postgres/catalog_revisions.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {
namespace {

// The chain value fixes the text, and all keys that this catalog and those before it gave.
std::string CatalogIdentitySql() {
  return absl::StrCat("SELECT revision, chain ", kFromCatalogRevisions,
                      "ORDER BY revision DESC LIMIT 1");
}

CatalogIdentity IdentityOf(const Result& result) {
  if (result.rows() == 0) return {};
  return {.revision = result.Bigint(0, 0), .chain = result.Sha256(0, 1)};
}

}  // namespace

CatalogIdentity ReadCatalogIdentity(Connection& connection) {
  return IdentityOf(RunStatement(connection, CatalogIdentitySql().c_str()));
}

}  // namespace jurimeter::storage
