// What a ledger entry of kind "catalog" holds: the text that came into force, who applied it, and
// the keys that its codes were given.
#ifndef JURIMETER_STORAGE_POSTGRES_CATALOG_ENTRY_H_
#define JURIMETER_STORAGE_POSTGRES_CATALOG_ENTRY_H_

#include <cstdint>
#include <pqxx/pqxx>

#include "storage/postgres/ledger.h"

namespace jurimeter::storage {

// The items of the entry as its tables have them: the catalog, then keys of bureaus, indicators and
// categories, each in the order of the keys. None if there is no such catalog. Throws what pqxx
// throws.
EntryItems ReadCatalogItems(pqxx::transaction_base& transaction, int64_t entry_id);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CATALOG_ENTRY_H_
