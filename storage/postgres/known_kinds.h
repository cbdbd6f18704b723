// The kinds of the ledger's entries, and which of them this program knows. A newer one may have
// written others.
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_KNOWN_KINDS_H_
#define JURIMETER_STORAGE_POSTGRES_KNOWN_KINDS_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "domain/ledger/entry_counts.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// The revision of all that is in the ledger.
inline constexpr int64_t kNewest = std::numeric_limits<int64_t>::max();

// An SQL condition on a row of ledger_entry: it is of a kind that this program does not know, and
// can change figures or rules.
std::string StopsUsSql();

// UNIMPLEMENTED that says why this program cannot follow the ledger past such an entry.
absl::Status StoppedBy(int64_t revision, std::string_view kind);

// Whether the ledger has no such entry up to `revision`. UNIMPLEMENTED if it has. Throws what
// RunStatement throws.
absl::Status CheckKinds(Connection& connection, int64_t revision = kNewest);

// The entries up to `revision` by kind, of a ledger that has every revision up to that one. Reads
// only those that are no batches of events, which are few. Throws what RunStatement throws.
EntryCounts CountKinds(Connection& connection, int64_t revision);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_KNOWN_KINDS_H_
