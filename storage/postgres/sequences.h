// Whether sequences are ahead of the tables that take keys from them. Logical replication copies no
// sequences, and a database restored in parts may lack them: each key drawn would then be one that
// is in use already.
#ifndef JURIMETER_STORAGE_POSTGRES_SEQUENCES_H_
#define JURIMETER_STORAGE_POSTGRES_SEQUENCES_H_

#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "storage/postgres/connection.h"

namespace jurimeter::storage {

// Whether the next entry_id is above all in use. Looks at the ends of two indexes, so that it can
// be asked once a second. Needs what a commit does, USAGE on the sequence and SELECT on the tables;
// a sequence that was never used since it was made or restarted gives up one id. Not for use within
// a Transaction.
//   UNAVAILABLE          the database is away or takes no writes
//   FAILED_PRECONDITION  it is not; the message says what to run
//   INTERNAL             a relation or right is missing
absl::Status CheckEntrySequence(Connection& connection);

// What is wrong with any sequence of the schema, those of the keys of catalogs and principals among
// them, one text each. Needs SELECT on them: what cannot be read is a fault. Writes nothing.
std::vector<std::string> SequenceFaults(pqxx::transaction_base& snapshot);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_SEQUENCES_H_
