#include "storage/postgres/catalog_identity.h"

#include "storage/postgres/prepared.h"

namespace jurimeter::storage {
namespace {

// Keys of all catalogs, since events of earlier ones wait to be committed too. Codes have neither
// spaces nor line ends.
constexpr char kCatalogIdentity[] = R"(
SELECT version,
       sha256(convert_to(concat_ws(E'\n',
         (SELECT string_agg(bureau_id || ' ' || code, E'\n' ORDER BY bureau_id) FROM bureau), '',
         (SELECT string_agg(indicator_id || ' ' || code, E'\n' ORDER BY indicator_id)
          FROM indicator), '',
         (SELECT string_agg(category_id || ' ' || indicator_id || ' ' || code, E'\n'
                            ORDER BY category_id) FROM category), '',
         source), 'UTF8'))
FROM catalog_version ORDER BY version DESC LIMIT 1)";

CatalogIdentity IdentityOf(const Result& result) {
  if (result.rows() == 0) return {};
  return {.version = result.Bigint(0, 0), .content = result.Sha256(0, 1)};
}

}  // namespace

void PrepareCatalogIdentity(Connection& connection) {
  Prepare(connection, "catalog_identity", kCatalogIdentity);
}

CatalogIdentity ReadCatalogIdentity(Connection& connection) {
  return IdentityOf(RunStatement(connection, kCatalogIdentity));
}

CatalogIdentity ReadCatalogIdentity(Transaction& transaction) {
  transaction.Send("catalog_identity", {});
  return IdentityOf(transaction.Receive().back());
}

}  // namespace jurimeter::storage
