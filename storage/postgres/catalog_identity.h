// Which catalog is in force, by its content.
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_CATALOG_IDENTITY_H_
#define JURIMETER_STORAGE_POSTGRES_CATALOG_IDENTITY_H_

#include "storage/catalog_history.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// The catalog in force. Throws what RunStatement throws.
CatalogIdentity ReadCatalogIdentity(Connection& connection);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CATALOG_IDENTITY_H_
