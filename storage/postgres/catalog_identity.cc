#include "storage/postgres/catalog_identity.h"

#include "storage/postgres/prepared.h"

namespace jurimeter::storage {
namespace {

// The chain value fixes the text, and all keys that this catalog and those before it gave.
// There are few catalogs and many entries, and so small a table has no statistics: OFFSET 0 keeps
// the planner from looking through the entries.
constexpr char kCatalogIdentity[] = R"(
SELECT revision, chain
FROM (SELECT * FROM catalog OFFSET 0) AS c
CROSS JOIN LATERAL (SELECT revision, chain FROM ledger_entry AS l
                    WHERE l.entry_id = c.entry_id OFFSET 0) AS l
ORDER BY revision DESC LIMIT 1)";

CatalogIdentity IdentityOf(const Result& result) {
  if (result.rows() == 0) return {};
  return {.revision = result.Bigint(0, 0), .chain = result.Sha256(0, 1)};
}

}  // namespace

CatalogIdentity ReadCatalogIdentity(Connection& connection) {
  return IdentityOf(RunStatement(connection, kCatalogIdentity));
}

}  // namespace jurimeter::storage
