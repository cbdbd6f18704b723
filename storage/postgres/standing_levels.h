// Which report of a stock stands on a day, once another is retracted.
//
// All throw what Transaction throws.
#ifndef JURIMETER_STORAGE_POSTGRES_STANDING_LEVELS_H_
#define JURIMETER_STORAGE_POSTGRES_STANDING_LEVELS_H_

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "domain/event/correction.h"
#include "domain/totals/totals.h"
#include "storage/postgres/cell_day.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// Prepares the statements below; once for each connection.
void PrepareStandingLevels(Connection& connection);

// The last report of each of `days` in the log, apart from those that are retracted, and those that
// `leaving` are about to retract. Requires that the transaction has locked the days' rows in
// day_level: whoever else changes them waits, and what others did before is seen.
std::vector<std::optional<Level>> FindStanding(Transaction& transaction,
                                               absl::Span<const CellDay> days,
                                               absl::Span<const Correction* const> leaving);

// Sends what makes `standing` the levels of `days`, and removes days that have none.
void SetLevels(Transaction& transaction, absl::Span<const CellDay> days,
               absl::Span<const std::optional<Level>> standing);

// Sends the statements that change rows, with none.
void SendNoLevels(Transaction& transaction);

// Sends what removes those of `days` of flows on which no event stands any more.
void RemoveEmptyTotals(Transaction& transaction, absl::Span<const CellDay> days);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_STANDING_LEVELS_H_
