// Recomputes everything that is derived from the event log and says what differs.
#ifndef JURIMETER_STORAGE_POSTGRES_VERIFY_H_
#define JURIMETER_STORAGE_POSTGRES_VERIFY_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/catalog/catalog.h"
#include "domain/ledger/digest.h"
#include "storage/catalog_history.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

struct Finding {
  std::string check;   // such as "day_total"
  std::string detail;  // names the row, what it says and what the log says
};

struct VerifyReport {
  int64_t revision = 0;  // of the ledger's head
  // Of the entries that were verified.
  int64_t events = 0;
  int64_t retractions = 0;
  int64_t entries = 0;
  // Chain value of the entry after which they begin, taken as it is; none if they are all.
  std::optional<Digest> after;
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
//   event                 admitted by the rules in force just before its entry, catalog and closed
//                         days, with the same statistic day and measure; entry and codes known,
//                         quantity in range, subject and seal fit together
//   retraction            event, entry and replacement are there, the event's day was open, and the
//                         level that stood
//   closing               closings and reopenings: entry there, and admitted by the rules in force
//                         just before it, with the same days of the same bureaus
//   erasure               event and entry are there
//   index                 every index valid
//   sequence              every sequence above the keys in use
//   settings              fsync, full_page_writes and synchronous_commit on, damaged pages errors
// Totals of flows are compared by sums with random weights (verify_sums.h), which miss a difference
// with a probability below 10^-18.
//
// `since` is 0 for all of it, or a revision. Then only what came after it is verified: the entries,
// and the totals of the days that they touched. What names no entry at all is not found. That takes
// one scan of `event`, since no index finds a flow's day, and otherwise time in proportion to those
// entries.
//
// Memory does not grow with the number of events.
//   UNAVAILABLE          the database is away
//   FAILED_PRECONDITION  its schema is not this program's
//   NOT_FOUND            the ledger has no revision `since`
absl::StatusOr<VerifyReport> Verify(const PostgresOptions& options,
                                    const CatalogReader& read_catalog, int64_t since = 0);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_VERIFY_H_
