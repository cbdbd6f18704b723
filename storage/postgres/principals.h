// Principals: who did what an entry of the ledger holds. Their names get keys when they are needed.
//
// Example:
//   pqxx::work transaction(connection);
//   const KeyedPrincipal principal = DatabasePrincipal(transaction);
//
// All throw what pqxx throws. Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_PRINCIPALS_H_
#define JURIMETER_STORAGE_POSTGRES_PRINCIPALS_H_

#include <pqxx/pqxx>
#include <string>

#include "storage/postgres/code_table.h"

namespace jurimeter::storage {

struct KeyedPrincipal {
  PrincipalKey key;
  std::string name;
};

// The key of the principal `name`. One that is not known gets a key, which is there for others once
// `transaction` is committed; others that want one for the same name wait until then. So ask before
// whatever else has others wait.
PrincipalKey KeyOfPrincipal(pqxx::transaction_base& transaction, const std::string& name);

// Whoever works straight through the database: "database/ROLE", by the role that opened the
// session.
KeyedPrincipal DatabasePrincipal(pqxx::transaction_base& transaction);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_PRINCIPALS_H_
