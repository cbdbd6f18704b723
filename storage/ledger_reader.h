// The port through which the query service follows the ledger.
#ifndef JURIMETER_STORAGE_LEDGER_READER_H_
#define JURIMETER_STORAGE_LEDGER_READER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/closing/closed_days.h"
#include "domain/ledger/digest.h"
#include "domain/ledger/entry_counts.h"
#include "domain/totals/totals.h"
#include "storage/catalog_history.h"

namespace jurimeter::storage {

// A place in one ledger. A revision alone does not tell: after a failover or a restore it can stand
// for other content.
struct LedgerPosition {
  int64_t revision = 0;
  Digest chain{};                                  // of the entries up to it
  absl::Time committed_at = absl::InfinitePast();  // of its entry; no time of revision 0
};

// Everything that figures are computed from, at one revision.
struct LedgerState {
  Totals totals;
  StoredCatalog catalog;  // that in force at the position
  LedgerPosition position;
  EntryCounts entries;     // up to the position
  ClosedDays closed = {};  // at the position
};

// What the entries after a position brought.
struct NewEntries {
  int64_t head_revision = 0;  // of the ledger's last entry; 0 on an empty ledger
  LedgerPosition position;    // of the last entry read; before the head if there are more
  TotalsChange change;
  std::optional<StoredCatalog> catalog;  // that in force at the position, if it came with them
  EntryCounts entries;                   // of the entries read
  std::vector<Closing> closings = {};    // among the entries read, in their order
};

// Reads entries of every kind; never writes, so that it works on a hot standby too.
//
// Threads: one thread at a time for each object.
class LedgerReader : public CatalogHistory {
 public:
  // The state at the ledger's last entry.
  //   UNAVAILABLE          the database is away
  //   FAILED_PRECONDITION  the schema is not this program's, or no catalog is in force
  //   UNIMPLEMENTED        the ledger has an entry of a kind that this program does not know, and
  //                        which can change figures or rules
  //   INTERNAL             the ledger has no head
  virtual absl::StatusOr<LedgerState> Load() = 0;

  // The next entries after `position`, from one snapshot: about 25 megabytes of events at most, but
  // at least one entry, and never a part of one. If that is not all of them, ask again.
  //   UNAVAILABLE          the database is away
  //   FAILED_PRECONDITION  `position` is not in this ledger: this is another database, or another
  //                        history of it, as after a failover or a restore. Load anew
  //   UNIMPLEMENTED        as above; the entry is the next one. Those before it were read
  //   INTERNAL             the ledger has no head, its head is not its last entry, it states more
  //                        events than there are, or the schema is not this program's
  virtual absl::StatusOr<NewEntries> ReadAfter(const LedgerPosition& position) = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_LEDGER_READER_H_
