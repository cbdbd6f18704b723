// The port through which the query service follows the totals.
#ifndef JURIMETER_STORAGE_TOTALS_READER_H_
#define JURIMETER_STORAGE_TOTALS_READER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/ledger/digest.h"
#include "domain/totals/totals.h"

namespace jurimeter::storage {

// A place in one ledger. A revision alone does not tell: after a failover or a restore it can stand
// for other content.
struct LedgerPosition {
  int64_t revision = 0;
  Digest chain{};                                  // of the commits up to it
  absl::Time committed_at = absl::InfinitePast();  // of its commit; no time of revision 0
};

struct LoadedTotals {
  Totals totals;
  LedgerPosition position;  // that they are of
  // Content of the catalog that was in force when the connection opened: its keys are the totals'.
  Digest catalog{};
};

// What the commits after a position brought.
struct NewCommits {
  int64_t head_revision = 0;  // of the ledger's last commit; 0 on an empty ledger
  LedgerPosition position;    // of the last commit in `change`; before the head if there are more
  TotalsChange change;
  Digest catalog{};  // as above
};

// Reads totals; never writes, so that it works on a hot standby too.
//
// Threads: one thread at a time for each object.
class TotalsReader {
 public:
  virtual ~TotalsReader() = default;

  // All totals, by day, in one snapshot, with the position of that snapshot.
  //   UNAVAILABLE  the database is away
  //   FAILED_PRECONDITION  the schema is not this program's
  //   INTERNAL     the ledger has no head
  virtual absl::StatusOr<LoadedTotals> Load() = 0;

  // The next commits after `position`, from one snapshot: about 25 megabytes at most, but at least
  // one commit, and never a part of one. If that is not all of them, ask again.
  //   UNAVAILABLE          the database is away
  //   FAILED_PRECONDITION  `position` is not in this ledger: this is another database, or another
  //                        history of it, as after a failover or a restore. Load anew
  //   INTERNAL             the ledger has no head, its head is not its last commit, it states more
  //                        events than there are, or the schema is not this program's
  virtual absl::StatusOr<NewCommits> ReadAfter(const LedgerPosition& position) = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_TOTALS_READER_H_
