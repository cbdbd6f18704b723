// Tries what a commit does, without writing anything.
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_COMMIT_PROBE_H_
#define JURIMETER_STORAGE_POSTGRES_COMMIT_PROBE_H_

#include "absl/status/status.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// Prepares what ProbeCommit runs besides the statements of commits; once for each connection.
void PrepareCommitProbe(Connection& connection);

// Runs the statements of a commit, prepared by PrepareEventLog and PrepareDayChanges, of no events,
// waits for the ledger's head and rolls back. The database checks as for a commit whether there are
// such tables, whether this role may write them, and whether anybody may write now.
//   FAILED_PRECONDITION  the schema is not this program's, or the sequence of commit ids is behind
//   INTERNAL             the ledger has no head, or this role may not draw commit ids
// Throws what Transaction throws.
absl::Status ProbeCommit(Connection& connection);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_COMMIT_PROBE_H_
