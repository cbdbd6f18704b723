// Computes the ledger anew from what its entries hold: digests, chain and head. It judges each
// event by the catalog that was in force before its entry.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_LEDGER_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_LEDGER_H_

#include <pqxx/pqxx>

#include "storage/postgres/connection.h"
#include "storage/postgres/verify.h"

namespace jurimeter::storage {

// Adds what is wrong to `report`. `snapshot` is a transaction on `connection`. Throws what they
// throw.
void VerifyLedger(Connection& connection, pqxx::transaction_base& snapshot,
                  const CatalogReader& read_catalog, VerifyReport* report);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_LEDGER_H_
