// What new events change in the totals of days, and its upsert.
#ifndef JURIMETER_STORAGE_POSTGRES_DAY_CHANGES_H_
#define JURIMETER_STORAGE_POSTGRES_DAY_CHANGES_H_

#include "absl/types/span.h"
#include "storage/postgres/event_batch.h"
#include "storage/postgres/retraction_log.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// Prepares the statements below; once for each connection.
void PrepareDayChanges(Connection& connection);

// Sends what adds new events to day_total and day_level, and takes retracted ones away, aggregated
// first and in key order, so that no two transactions wait for each other in a circle. Of retracted
// stocks only the number of reports changes: standing_levels.h finds the level. Throws what
// Transaction throws.
void UpsertDayChanges(Transaction& transaction, absl::Span<const BatchEntry> entries,
                      absl::Span<const Target* const> retracted = {});

// Sends the statements of UpsertDayChanges with no rows.
void SendNoDayChanges(Transaction& transaction);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_DAY_CHANGES_H_
