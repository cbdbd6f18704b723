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

constexpr char kRulesInForce[] = "SELECT rules_chain FROM ledger_head";

// Appends an entry, and answers its revision and an entry id for the entry after it. Parameters:
// entry_id, kind, changes_figures, changes_rules, items, digest, and the chain value of the rules
// that the entry relies on, or NULL if it relies on none. The statement fails with
// cardinality_violation if the ledger does not take the entry: it has no head, it loses its rows,
// or others are its rules now.
//
// COMMIT follows without a look at what this answers. If the ledger did not take the row, having
// no head or whatever else, there must therefore be an error: more than one row for one value, of a
// class that no event's data has (kUntaken).
// No timeout may cut off that COMMIT: while it waits for a synchronous standby, a cancellation
// would report success.
// The sub-select reads the clock once, for the head, the entry and the chain.
// READ COMMITTED looks at the condition again once the head is free: on the rules as they are then.
constexpr char kAppendEntry[] = R"(
WITH head AS (
  UPDATE ledger_head AS h
  SET (revision, committed_at, chain, rules_chain) = (
    SELECT h.revision + 1, at, link, CASE WHEN $4::boolean THEN link ELSE h.rules_chain END
    FROM (SELECT at, ledger_chain(h.chain, h.revision + 1, $1::bigint, at, $2::text, $3::boolean,
                                  $4::boolean, $5::bigint, $6::bytea) AS link
          FROM (SELECT greatest(clock_timestamp(), h.committed_at) AS at OFFSET 0) AS now
          OFFSET 0) AS next)
  WHERE h.rules_chain = coalesce($7::bytea, h.rules_chain)
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

// Throws Untaken if that is what `error`, the one being handled, means; otherwise the error itself.
[[noreturn]] void ThrowUntaken(const pqxx::sql_error& error) {
  if (error.sqlstate() != kUntaken) throw;
  throw Untaken("the ledger did not take the entry: it has no head, or loses its rows");
}

// Commits behind the ledger's statement, and returns what that answered.
Result CommitToLedger(Transaction& transaction) {
  try {
    return std::move(transaction.Commit().back());
  } catch (const pqxx::sql_error& error) {
    ThrowUntaken(error);
  }
}

// The byte of a boolean.
std::string_view BooleanByte(bool value) {
  return value ? std::string_view("\1", 1) : std::string_view("\0", 1);
}

}  // namespace

EntryItems OneItem(std::string_view leaf) {
  MerkleTree tree;
  tree.Add(leaf);
  return {.count = 1, .digest = tree.Root()};
}

void PrepareLedger(Connection& connection) {
  Prepare(connection, "draw_entry_id", kDrawEntryId);
  Prepare(connection, "append_entry", kAppendEntry);
  Prepare(connection, "rules_in_force", kRulesInForce);
}

int64_t DrawEntryId(Transaction& transaction) {
  transaction.Send("draw_entry_id", {});
  return transaction.Receive().back().Bigint(0, 0);
}

Appended AppendToLedgerAndCommit(Transaction& transaction, int64_t entry_id, const EntryKind& kind,
                                 const EntryItems& items, const std::optional<Digest>& rules) {
  Failpoint("before_ledger", transaction);
  transaction.Send(
      "append_entry",
      {BigintBytes(entry_id), kind.name, BooleanByte(kind.changes_figures),
       BooleanByte(kind.changes_rules), BigintBytes(items.count), BytesOf(items.digest),
       rules.has_value() ? BytesOf(*rules) : std::string_view()});
  Failpoint("before_commit", transaction);
  const Result result = CommitToLedger(transaction);
  Failpoint("after_commit", transaction);
  return {.revision = result.Bigint(0, 0), .next_entry_id = result.Bigint(0, 1)};
}

int64_t DrawEntryId(pqxx::transaction_base& transaction) {
  return transaction.exec1(kDrawEntryId)[0].as<int64_t>();
}

int64_t AppendEntry(pqxx::transaction_base& transaction, int64_t entry_id, const EntryKind& kind,
                    const EntryItems& items, const std::optional<Digest>& rules) {
  const pqxx::binarystring digest(items.digest.data(), items.digest.size());
  const auto append = [&](const auto& relied_on) {
    return transaction
        .exec_params1(kAppendEntry, entry_id, std::string(kind.name), kind.changes_figures,
                      kind.changes_rules, items.count, digest, relied_on)[0]
        .template as<int64_t>();
  };
  try {
    if (!rules.has_value()) return append(nullptr);
    return append(pqxx::binarystring(rules->data(), rules->size()));
  } catch (const pqxx::sql_error& error) {
    ThrowUntaken(error);
  }
}

int64_t CommitNothing(Transaction& transaction) {
  const EntryItems none = {.count = 0, .digest = MerkleTree().Root()};
  return AppendToLedgerAndCommit(transaction, DrawEntryId(transaction), kEventsEntry, none,
                                 std::nullopt)
      .revision;
}

bool AreInForce(Transaction& transaction, const Digest& rules) {
  transaction.Send("rules_in_force", {});
  const Result head = std::move(transaction.Receive().back());
  if (head.rows() != 1) throw Untaken("the ledger has no head");
  return head.Sha256(0, 0) == rules;
}

void RequireRules(Transaction& transaction, const Digest& rules) {
  if (!AreInForce(transaction, rules)) throw Untaken("others are the rules of the ledger");
}

absl::Status WhyUntaken(Connection& connection, const Digest& rules, const Untaken& untaken) {
  const Result head = RunStatement(connection, kRulesInForce);
  if (head.rows() == 1 && head.Sha256(0, 0) != rules) {
    return absl::AbortedError("the rules have changed since they admitted this");
  }
  return absl::InternalError(untaken.what());
}

}  // namespace jurimeter::storage
