// What a ledger entry of kind "access" holds: the text of the list that came into force, and who
// applied it.
#ifndef JURIMETER_STORAGE_POSTGRES_ACCESS_ENTRY_H_
#define JURIMETER_STORAGE_POSTGRES_ACCESS_ENTRY_H_

#include <cstdint>
#include <pqxx/pqxx>

#include "absl/status/statusor.h"
#include "storage/access_store.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/ledger.h"

namespace jurimeter::storage {

// The item of the entry as its table has it; none if there is no such list. Throws what pqxx
// throws.
EntryItems ReadAccessItems(pqxx::transaction_base& transaction, int64_t entry_id);

// The access list that was in force at `revision`. Rows never change once their entry is in the
// ledger. Throws what RunStatement throws.
//   NOT_FOUND  none was applied until then
//   INTERNAL   its text is not there
absl::StatusOr<StoredAccessList> ReadAccessAt(Connection& connection, int64_t revision);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_ACCESS_ENTRY_H_
