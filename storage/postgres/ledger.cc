#include "storage/postgres/ledger.h"

#include <pqxx/pqxx>
#include <string>
#include <string_view>
#include <utility>

#include "storage/postgres/binary_values.h"
#include "storage/postgres/failpoint.h"

namespace jurimeter::storage {
namespace {

constexpr char kDrawEntryId[] = "SELECT nextval('entry_id')";

// Appends an entry, and answers its revision and an entry id for the entry after it. Parameters:
// entry_id, kind, changes_figures, changes_rules, items, digest. The statement fails with
// cardinality_violation if the ledger does not take the entry.
//
// COMMIT follows without a look at what this answers. If the ledger did not take the row, having
// no head or whatever else, there must therefore be an error: more than one row for one value, of a
// class that no event's data has (kUntaken).
// No timeout may cut off that COMMIT: while it waits for a synchronous standby, a cancellation
// would report success.
// The sub-select reads the clock once, for the head, the entry and the chain.
constexpr char kAppendEntry[] = R"(
WITH head AS (
  UPDATE ledger_head AS h
  SET (revision, committed_at, chain, rules_chain) = (
    SELECT h.revision + 1, at, link, CASE WHEN $4::boolean THEN link ELSE h.rules_chain END
    FROM (SELECT at, ledger_chain(h.chain, h.revision + 1, $1::bigint, at, $2::text, $3::boolean,
                                  $4::boolean, $5::bigint, $6::bytea) AS link
          FROM (SELECT greatest(clock_timestamp(), h.committed_at) AS at OFFSET 0) AS now
          OFFSET 0) AS next)
  RETURNING revision, committed_at, chain),
taken AS (
  INSERT INTO ledger_entry (revision, entry_id, committed_at, kind, changes_figures, changes_rules,
                            items, digest, chain)
  SELECT revision, $1, committed_at, $2, $3, $4, $5, $6, chain FROM head
  RETURNING revision)
SELECT CASE WHEN count(*) = 1 THEN max(revision)
            ELSE (SELECT n::bigint FROM generate_series(1, 2) AS n) END,
       nextval('entry_id'), set_config('statement_timeout', '0', true)
FROM taken)";

// https://www.postgresql.org/docs/15/errcodes-appendix.html: cardinality_violation.
constexpr char kUntaken[] = "21000";

// Commits behind the ledger's statement, and returns what that answered.
Result CommitToLedger(Transaction& transaction) {
  try {
    return std::move(transaction.Commit().back());
  } catch (const pqxx::sql_error& error) {
    if (error.sqlstate() != kUntaken) throw;
    throw pqxx::failure("the ledger did not take the entry: it has no head, or loses its rows");
  }
}

// The byte of a boolean.
std::string_view BooleanByte(bool value) {
  return value ? std::string_view("\1", 1) : std::string_view("\0", 1);
}

}  // namespace

void PrepareLedger(Connection& connection) {
  Prepare(connection, "draw_entry_id", kDrawEntryId);
  Prepare(connection, "append_entry", kAppendEntry);
}

int64_t DrawEntryId(Transaction& transaction) {
  transaction.Send("draw_entry_id", {});
  return transaction.Receive().back().Bigint(0, 0);
}

Appended AppendToLedgerAndCommit(Transaction& transaction, int64_t entry_id, const EntryKind& kind,
                                 const EntryItems& items) {
  Failpoint("before_ledger", transaction);
  transaction.Send(
      "append_entry",
      {BigintBytes(entry_id), kind.name, BooleanByte(kind.changes_figures),
       BooleanByte(kind.changes_rules), BigintBytes(items.count), BytesOf(items.digest)});
  Failpoint("before_commit", transaction);
  const Result result = CommitToLedger(transaction);
  Failpoint("after_commit", transaction);
  return {.revision = result.Bigint(0, 0), .next_entry_id = result.Bigint(0, 1)};
}

int64_t DrawEntryId(pqxx::transaction_base& transaction) {
  return transaction.exec1(kDrawEntryId)[0].as<int64_t>();
}

int64_t AppendEntry(pqxx::transaction_base& transaction, int64_t entry_id, const EntryKind& kind,
                    const EntryItems& items) {
  const pqxx::row appended = transaction.exec_params1(
      kAppendEntry, entry_id, std::string(kind.name), kind.changes_figures, kind.changes_rules,
      items.count, pqxx::binarystring(items.digest.data(), items.digest.size()));
  return appended[0].as<int64_t>();
}

}  // namespace jurimeter::storage
