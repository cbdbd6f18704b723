// Recomputes everything that is derived from the event log and says what differs.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "storage/catalog_history.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

struct Finding {
  std::string check;   // such as "day_total"
  std::string detail;  // names the row, what it says and what the log says
};

struct VerifyReport {
  int64_t revision = 0;
  int64_t events = 0;
  int64_t retractions = 0;
  int64_t entries = 0;  // of the ledger
  // At most 100 of each check; one more then says how many there are.
  std::vector<Finding> findings;
};

// Makes a catalog of its stored text, whose format storage does not know. Otherwise says why the
// text cannot be read.
using CatalogReader =
    std::function<absl::StatusOr<std::shared_ptr<const Catalog>>(const StoredCatalog&)>;

// In one snapshot of the database:
//   ledger                revisions without gaps, times that never go back, every chain link right,
//                         head is the last entry, digests are those of what the entries hold;
//                         kinds that this program does not know
//   day_total, day_level  equal what the log adds up to, no row more, none less
//   event                 admitted by the catalog in force just before its entry, with the same
//                         statistic day and measure; entry and codes known, quantity in range,
//                         subject and seal fit together
//   retraction            event, entry and replacement are there, and the level that stood
//   erasure               event and entry are there
//   index                 every index valid
//   sequence              every sequence above the keys in use
//   settings              fsync, full_page_writes and synchronous_commit on, damaged pages errors
// Memory does not grow with the number of events.
//   UNAVAILABLE          the database is away
//   FAILED_PRECONDITION  its schema is not this program's
absl::StatusOr<VerifyReport> Verify(const PostgresOptions& options,
                                    const CatalogReader& read_catalog);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_H_
