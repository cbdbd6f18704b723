// Rows in which events, retractions and totals come from the database, and the state that totals
// make.
//
// All throw what RunStatement throws. Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_LEDGER_ROWS_H_
#define JURIMETER_STORAGE_POSTGRES_LEDGER_ROWS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "domain/totals/totals.h"
#include "storage/ledger_reader.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {

// Columns of the rows. A row without a bureau says something else.
enum LedgerColumn {
  kNumber,  // quantity, total or level; or a revision
  kBureau,
  kIndicator,
  kCategory,
  kDay,
  kOccurredAt,  // of a stock's report. In the row of a retraction that of the report which stood
                // then
  kEventId,     // likewise
  kChain,
  kEvents,             // of totals
  kEntryId = kEvents,  // of events and retractions
  kMeasure,            // of the same: 1 of a flow, 2 of a stock; negative if it was retracted
};

CellKey CellIn(const Result& rows, int row);
int32_t DayIn(const Result& rows, int row);
Level LevelIn(const Result& rows, int row);

// Of a row without a bureau.
LedgerPosition PositionIn(const Result& rows, int row);

// The state that `query` returns: totals, and one row without a bureau, which says the position. A
// statement is one snapshot, and what else makes the state never changes.
//   NOT_FOUND            the query says no position
//   FAILED_PRECONDITION  no catalog was in force there
//   UNIMPLEMENTED        as LedgerReader says
//   INTERNAL             a closing is not there as its entry states it
absl::StatusOr<LedgerState> ReadState(Connection& connection, const std::string& query);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_LEDGER_ROWS_H_
