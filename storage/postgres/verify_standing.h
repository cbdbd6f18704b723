// Whether each retraction of a stock's report names the report that stood after it.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_STANDING_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_STANDING_H_

#include <pqxx/pqxx>

#include "storage/postgres/connection.h"
#include "storage/postgres/verify.h"
#include "storage/postgres/verify_scope.h"

namespace jurimeter::storage {

// Adds its findings on retractions of `scope` to `report`. Goes through the days of stocks one
// after the other, each in the order of the entries. Memory grows with the reports of one day.
// Throws what RunStatement throws.
void VerifyStanding(Connection& connection, pqxx::transaction_base& snapshot,
                    const VerifyScope& scope, VerifyReport* report);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_STANDING_H_
