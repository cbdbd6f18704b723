// The port through which the query service reads the ledger's past.
#ifndef JURIMETER_STORAGE_PAST_LEDGER_H_
#define JURIMETER_STORAGE_PAST_LEDGER_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/ledger/as_of.h"
#include "storage/catalog_history.h"
#include "storage/ledger_reader.h"

namespace jurimeter::storage {

struct PastState {
  LedgerState state;
  // When the entry after it was committed, until which times find this state; InfiniteFuture if it
  // is the last one.
  absl::Time next_committed_at;
};

// Reads only, so that it works on a hot standby too.
//
// Threads: one thread at a time for each object.
class PastLedger : public CatalogHistory {
 public:
  // The state of `as_of`: totals and closings of the entries up to its revision, and the catalog of
  // then. At 10 million events this takes seconds.
  //   NOT_FOUND            the ledger has no such revision, or its first one is later than the time
  //   UNAVAILABLE          the database is away
  //   FAILED_PRECONDITION  the schema is not this program's, or no catalog was in force
  //   UNIMPLEMENTED        as LedgerReader says
  virtual absl::StatusOr<PastState> Load(const AsOf& as_of) = 0;

  // Has the database give up what it does for a Load, which then fails. From any thread.
  virtual void Cancel() = 0;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_PAST_LEDGER_H_
