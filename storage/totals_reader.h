// The port through which the query service follows the totals.
#ifndef JURIMETER_STORAGE_TOTALS_READER_H_
#define JURIMETER_STORAGE_TOTALS_READER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "domain/totals.h"

namespace jurimeter::storage {

// What the commits after a revision brought.
struct NewCommits {
  int64_t head_revision = 0;  // of the ledger's last commit; 0 on an empty ledger
  int64_t revision = 0;       // of the last commit in `change`; below the head where there are more
  TotalsChange change;
};

// Reads totals; never writes, so that it works on a hot standby too.
//
// Threads: one thread at a time for each object.
class TotalsReader {
 public:
  virtual ~TotalsReader() = default;

  // All totals, by day, in one snapshot, with the revision of that snapshot.
  //   UNAVAILABLE  the database is away
  //   INTERNAL     the ledger has no head
  virtual absl::StatusOr<Totals> Load() = 0;

  // The commits after `revision`, whole ones, in one snapshot: at least one where there is one,
  // and no more than fit into some 25 megabytes. Where that is not all of them, ask again.
  //   UNAVAILABLE          the database is away
  //   FAILED_PRECONDITION  the ledger ends before `revision`: this is another database, or one
  //                        restored from a backup. Load anew
  //   INTERNAL             the ledger has no head, or its head is not its last commit
  virtual absl::StatusOr<NewCommits> ReadAfter(int64_t revision) = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_TOTALS_READER_H_
