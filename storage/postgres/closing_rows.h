// The closings and reopenings of the ledger, in their order.
//
// Example: closed.Apply(ReadClosings(connection, 0, position.revision).value())
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_CLOSING_ROWS_H_
#define JURIMETER_STORAGE_POSTGRES_CLOSING_ROWS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/closing/closing.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/known_kinds.h"

namespace jurimeter::storage {

// Those after the revision `after`, up to `last`. Their rows never change once their entry is in
// the ledger. Throws what RunStatement throws.
//   INTERNAL  an entry states more or fewer items than there are: to go on would open closed days,
//             or close open ones
absl::StatusOr<std::vector<Closing>> ReadClosings(Connection& connection, int64_t after,
                                                  int64_t last = kNewest);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CLOSING_ROWS_H_
