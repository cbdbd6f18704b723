// TotalsReader on PostgreSQL.
#ifndef JURIMETER_STORAGE_POSTGRES_POSTGRES_TOTALS_READER_H_
#define JURIMETER_STORAGE_POSTGRES_POSTGRES_TOTALS_READER_H_

#include <memory>

#include "storage/postgres/connection.h"
#include "storage/totals_reader.h"

namespace jurimeter::storage {

// Does not connect yet: the first call does, and each one after an error.
std::unique_ptr<TotalsReader> MakePostgresTotalsReader(PostgresOptions options);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_POSTGRES_TOTALS_READER_H_
