// One pass over the log in the order of the ledger. It computes digests and chain anew, judges each
// event and retraction by the rules that were in force before its entry, and adds up flows.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_LEDGER_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_LEDGER_H_

#include <pqxx/pqxx>

#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/verify.h"
#include "storage/postgres/verify_scope.h"
#include "storage/postgres/verify_sums.h"

namespace jurimeter::storage {

// Adds what is wrong to `report`, counts there what it saw, adds to `flows` what the events of
// `scope` count, and touches its days. Returns whether it saw all events and retractions there are.
// `snapshot` is a transaction on `connection`. Throws what they throw.
//   INTERNAL  the closings before `scope`, which are taken as they are, are not all there
absl::StatusOr<bool> VerifyLedger(Connection& connection, pqxx::transaction_base& snapshot,
                                  const CatalogReader& read_catalog, VerifyScope* scope,
                                  FlowSums* flows, VerifyReport* report);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_LEDGER_H_
