#include "storage/postgres/commit_probe.h"

#include "storage/postgres/day_changes.h"
#include "storage/postgres/event_log.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/sequences.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {
namespace {

// A probe says soon that something stands in the way of commits.
constexpr char kHurry[] = "SELECT set_config('statement_timeout', '4s', true)";

constexpr char kAppendNothing[] = R"(
INSERT INTO ledger_entry (revision, entry_id, committed_at, kind, changes_figures, changes_rules,
                          items, digest, chain)
SELECT revision, 0, committed_at, '', false, false, 0, chain, chain FROM ledger_head WHERE false)";

// Takes the lock that a commit takes, and needs the right to update. An UPDATE that is rolled back
// would leave a dead row each time.
constexpr char kLockHead[] = R"(
SELECT has_sequence_privilege('entry_id', 'USAGE') FROM ledger_head FOR UPDATE)";

}  // namespace

void PrepareCommitProbe(Connection& connection) {
  Prepare(connection, "hurry", kHurry);
  Prepare(connection, "append_nothing", kAppendNothing);
  Prepare(connection, "lock_head", kLockHead);
}

absl::Status ProbeCommit(Connection& connection) {
  const absl::Status schema = CheckSchema(connection);
  if (!schema.ok()) return schema;
  const absl::Status sequences = CheckEntrySequence(connection);
  if (!sequences.ok()) return sequences;
  Transaction transaction(connection);
  transaction.Send("hurry", {});
  SendNoEvents(transaction);
  SendNoDayChanges(transaction);
  transaction.Send("append_nothing", {});
  transaction.Send("lock_head", {});
  const Result head = std::move(transaction.Receive().back());
  if (head.rows() != 1) return absl::InternalError("the ledger has no head");
  if (!head.Boolean(0, 0)) {
    return absl::InternalError("permission denied for sequence entry_id: USAGE is needed");
  }
  return absl::OkStatus();
}

}  // namespace jurimeter::storage
