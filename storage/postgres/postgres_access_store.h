// AccessStore on PostgreSQL.
#ifndef JURIMETER_STORAGE_POSTGRES_POSTGRES_ACCESS_STORE_H_
#define JURIMETER_STORAGE_POSTGRES_POSTGRES_ACCESS_STORE_H_

#include <memory>

#include "storage/access_store.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// Does not connect yet: the first call does, and each one after an error. Every call checks that
// the schema is this program's and otherwise returns FAILED_PRECONDITION.
std::unique_ptr<AccessStore> MakePostgresAccessStore(PostgresOptions options);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_POSTGRES_ACCESS_STORE_H_
