// ClosingStore on PostgreSQL.
#ifndef JURIMETER_STORAGE_POSTGRES_POSTGRES_CLOSING_STORE_H_
#define JURIMETER_STORAGE_POSTGRES_POSTGRES_CLOSING_STORE_H_

#include <memory>

#include "storage/closing_store.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// Does not connect yet: the first call does, and each one after an error. Record makes a few
// attempts, with pauses of less than a second together, before it is UNAVAILABLE.
std::unique_ptr<ClosingStore> MakePostgresClosingStore(PostgresOptions options);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_POSTGRES_CLOSING_STORE_H_
