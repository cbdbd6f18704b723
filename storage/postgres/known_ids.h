// What the stores of one process know of each other's event ids.
#ifndef JURIMETER_STORAGE_POSTGRES_KNOWN_IDS_H_
#define JURIMETER_STORAGE_POSTGRES_KNOWN_IDS_H_

#include "storage/postgres/id_claims.h"
#include "storage/postgres/recent_ids.h"

namespace jurimeter::storage {

struct KnownIds {
  RecentIds recent;  // were stored
  IdClaims claims;   // are being stored
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_KNOWN_IDS_H_
