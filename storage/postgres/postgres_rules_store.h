// RulesStore on PostgreSQL.
#ifndef JURIMETER_STORAGE_POSTGRES_POSTGRES_RULES_STORE_H_
#define JURIMETER_STORAGE_POSTGRES_POSTGRES_RULES_STORE_H_

#include <memory>

#include "storage/postgres/connection.h"
#include "storage/rules_store.h"

namespace jurimeter::storage {

// Does not connect yet: the first call does, and each one after an error.
std::unique_ptr<RulesStore> MakePostgresRulesStore(PostgresOptions options);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_POSTGRES_RULES_STORE_H_
