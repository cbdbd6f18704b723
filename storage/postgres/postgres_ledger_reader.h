// LedgerReader on PostgreSQL.
#ifndef JURIMETER_STORAGE_POSTGRES_POSTGRES_LEDGER_READER_H_
#define JURIMETER_STORAGE_POSTGRES_POSTGRES_LEDGER_READER_H_

#include <memory>

#include "storage/ledger_reader.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// Does not connect yet: the first call does, and each one after an error.
std::unique_ptr<LedgerReader> MakePostgresLedgerReader(PostgresOptions options);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_POSTGRES_LEDGER_READER_H_
