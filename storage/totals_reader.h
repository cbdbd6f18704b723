// The port through which the query service follows the totals.
#ifndef JURIMETER_STORAGE_TOTALS_READER_H_
#define JURIMETER_STORAGE_TOTALS_READER_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "domain/totals.h"

namespace jurimeter::storage {

// Reads totals; never writes, so that it works on a hot standby too.
//
// Threads: one thread at a time for each object.
class TotalsReader {
 public:
  virtual ~TotalsReader() = default;

  // Revision of the last commit; 0 on an empty ledger.
  //   UNAVAILABLE  the database is away
  virtual absl::StatusOr<int64_t> HeadRevision() = 0;

  // All totals, by day, in one snapshot, with the revision of that snapshot.
  //   UNAVAILABLE  the database is away
  virtual absl::StatusOr<Totals> Load() = 0;

  // Brings `totals` from its revision to the newest, in one snapshot. On an error `totals` is
  // unchanged.
  //   UNAVAILABLE          the database is away
  //   FAILED_PRECONDITION  the ledger ends before totals.revision(): this is another database,
  //                        or one restored from a backup. Load anew
  virtual absl::Status CatchUp(Totals& totals) = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_TOTALS_READER_H_
