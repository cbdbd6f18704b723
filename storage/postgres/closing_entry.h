// What a ledger entry of kind "closing" or "reopening" holds: what was asked for, and the days of
// each bureau that this came to.
//
// Threads: one at a time for each connection.
#ifndef JURIMETER_STORAGE_POSTGRES_CLOSING_ENTRY_H_
#define JURIMETER_STORAGE_POSTGRES_CLOSING_ENTRY_H_

#include <cstdint>
#include <optional>

#include "domain/closing/closing.h"
#include "domain/ledger/entry_kind.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// Prepares the statements below; once for each connection.
void PrepareClosingEntry(Connection& connection);

// Sends the statements that insert the rows of the entry, and returns its items, which have the
// codes of `codes`. If the request id is taken, the next function that waits for the transaction
// throws pqxx::sql_error with the state of unique_violation. Throws Untaken if the database does
// not know the key of a bureau.
EntryItems WriteClosing(Transaction& transaction, const ClosingRequest& request, int64_t entry_id,
                        const CodeTable& codes);

// The kind of the entry that `request` makes.
const EntryKind& KindOf(const ClosingRequest& request);

// What the tables have of an entry.
struct StoredClosing {
  ClosingRequest request;
  PrincipalKey principal;
};

// None if there is no such closing. Throws what RunStatement throws.
std::optional<StoredClosing> ReadClosing(Connection& connection, int64_t entry_id);

// The items of the entry as its tables have them: the closing, then its parts by bureau and first
// day. None if there is no such closing. Throws what RunStatement throws.
EntryItems ReadClosingItems(Connection& connection, const CodeTable& codes, int64_t entry_id);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CLOSING_ENTRY_H_
