// Recomputes everything that is derived from the event log and says what differs.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

struct Finding {
  std::string check;   // such as "day_total"
  std::string detail;  // names the row, what it says and what the log says
};

struct VerifyReport {
  int64_t revision = 0;
  int64_t events = 0;
  int64_t entries = 0;  // of the ledger
  // At most 100 of each check; one more then says how many there are.
  std::vector<Finding> findings;
};

// In one snapshot of the database:
//   ledger                revisions without gaps, times that never go back, every chain link right,
//                         head is the last entry, digests are those of what the entries hold;
//                         kinds that this program does not know
//   day_total, day_level  equal what the log adds up to, no row more, none less
//   event                 statistic day right in the catalog's time zone, entry known, codes
//                         known, quantity in range
//   index                 every index valid
//   sequence              every sequence above the keys in use
//   settings              fsync, full_page_writes and synchronous_commit on, damaged pages errors
// Memory does not grow with the number of events.
//   UNAVAILABLE          the database is away
//   FAILED_PRECONDITION  its schema is not this program's
absl::StatusOr<VerifyReport> Verify(const PostgresOptions& options);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_H_
