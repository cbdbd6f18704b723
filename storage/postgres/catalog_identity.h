// Which catalog is in force, by its content.
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_CATALOG_IDENTITY_H_
#define JURIMETER_STORAGE_POSTGRES_CATALOG_IDENTITY_H_

#include "storage/catalog_history.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// The catalog in force. Throws what RunStatement throws.
CatalogIdentity ReadCatalogIdentity(Connection& connection);

// Prepares what the next function asks; once for each connection.
void PrepareCatalogIdentity(Connection& connection);
// The same within a transaction. Throws what Transaction throws.
CatalogIdentity ReadCatalogIdentity(Transaction& transaction);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CATALOG_IDENTITY_H_
