// Whether totals of flows and levels of stocks are what the log adds up to.
//
// Threads: one at a time.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_TOTALS_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_TOTALS_H_

#include <pqxx/pqxx>

#include "storage/postgres/connection.h"
#include "storage/postgres/verify.h"
#include "storage/postgres/verify_scope.h"
#include "storage/postgres/verify_sums.h"

namespace jurimeter::storage {

// All throw what `snapshot`, a transaction on `connection`, throws.

// Adds to `sums` what the log counts of flows on the days that `scope` touched: one scan of it.
void SumTouchedDays(Connection& connection, pqxx::transaction_base& snapshot,
                    const VerifyScope& scope, FlowSums* sums);

// Whether the totals of flows, on the days that `scope` touched, have the sums of the log. `totals`
// are empty sums of the same weights. Memory is that of a page of rows.
bool TotalsAreThose(Connection& connection, pqxx::transaction_base& snapshot,
                    const VerifyScope& scope, const FlowSums& log, FlowSums totals);

// Adds to `report` which totals of flows, on the days that `scope` touched, are not what the log
// adds up to: it groups all of the log.
void NameTotals(pqxx::transaction_base& snapshot, const VerifyScope& scope, VerifyReport* report);

// Adds to `report` which levels of stocks are not what the log says, on the days of cells that the
// entries of `scope` touched. Reads reports of stocks alone, in the order of their index.
void CheckLevels(pqxx::transaction_base& snapshot, const VerifyScope& scope, VerifyReport* report);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_TOTALS_H_
