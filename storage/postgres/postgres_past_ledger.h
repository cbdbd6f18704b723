// PastLedger on PostgreSQL.
#ifndef JURIMETER_STORAGE_POSTGRES_POSTGRES_PAST_LEDGER_H_
#define JURIMETER_STORAGE_POSTGRES_POSTGRES_PAST_LEDGER_H_

#include <memory>

#include "storage/past_ledger.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// Does not connect yet: the first call does, and each one after an error. A state may take longer
// than the options allow a statement.
std::unique_ptr<PastLedger> MakePostgresPastLedger(PostgresOptions options);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_POSTGRES_PAST_LEDGER_H_
