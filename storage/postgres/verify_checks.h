// The checks that a query each makes: a row for each thing that is wrong.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_CHECKS_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_CHECKS_H_

#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "storage/postgres/verify.h"
#include "storage/postgres/verify_scope.h"

namespace jurimeter::storage {

struct VerifyCheck {
  std::string name;
  // Returns one text column: what is wrong.
  std::string query;
};

// Adds what the check finds to `report`. Throws what `snapshot` throws.
void RunCheck(pqxx::transaction_base& snapshot, const VerifyCheck& check, VerifyReport* report);

// Those that need no pass over the log: retractions, erasures, closings, indexes and
// settings.
std::vector<VerifyCheck> VerifyChecks(const VerifyScope& scope);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_CHECKS_H_
