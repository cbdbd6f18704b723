// What new events change in the totals of days, and its upsert.
#ifndef JURIMETER_STORAGE_POSTGRES_DAY_CHANGES_H_
#define JURIMETER_STORAGE_POSTGRES_DAY_CHANGES_H_

#include <pqxx/pqxx>

#include "absl/types/span.h"
#include "storage/postgres/event_batch.h"

namespace jurimeter::storage {

// Prepares the statements below; once for each connection.
void PrepareDayChanges(pqxx::connection& connection);

// Adds new events to day_total and day_level, aggregated first and in key order, so that no two
// transactions wait for each other in a circle. Throws what libpqxx throws.
void UpsertDayChanges(pqxx::work& transaction, absl::Span<const BatchEntry> entries);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_DAY_CHANGES_H_
