#include "storage/postgres/verify.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/postgres/findings.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/sequences.h"
#include "storage/postgres/session.h"
#include "storage/postgres/verify_checks.h"
#include "storage/postgres/verify_ledger.h"
#include "storage/postgres/verify_scope.h"
#include "storage/postgres/verify_standing.h"
#include "storage/postgres/verify_sums.h"
#include "storage/postgres/verify_totals.h"

namespace jurimeter::storage {
namespace {

constexpr char kNoTimeout[] = "SET LOCAL statement_timeout = 0";

// A cursor's first rows matter as much as its last: entries then come by the indexes, each with its
// events sorted by themselves, rather than all events sorted at once.
constexpr char kByIndexes[] = "SET LOCAL cursor_tuple_fraction = 0.000001";

constexpr char kHead[] = "SELECT revision FROM ledger_head";

void CheckSequences(pqxx::transaction_base& snapshot, VerifyReport* report) {
  Findings findings("sequence", report);
  for (std::string& fault : SequenceFaults(snapshot)) findings.Add(std::move(fault));
  findings.Finish();
}

// Chain value of the entry after which `scope` begins.
//   NOT_FOUND  it is not there
absl::StatusOr<Digest> ChainBefore(Connection& connection, const VerifyScope& scope) {
  const Result chain = RunStatement(
      connection,
      absl::StrCat("SELECT chain FROM ledger_entry WHERE revision = ", scope.since()).c_str());
  if (chain.rows() > 0) return chain.Sha256(0, 0);
  return absl::NotFoundError(
      absl::StrCat("the ledger has no revision ", scope.since(), " after which to verify"));
}

void CheckTotals(Connection& connection, pqxx::transaction_base& snapshot, const VerifyScope& scope,
                 const FlowSums& empty, bool saw_all, FlowSums log, VerifyReport* report) {
  if (!scope.IsAll()) {
    log = empty;
    SumTouchedDays(connection, snapshot, scope, &log);
  }
  if (!TotalsAreThose(connection, snapshot, scope, log, empty) || !saw_all) {
    NameTotals(snapshot, scope, report);
  }
  CheckLevels(snapshot, scope, report);
}

absl::StatusOr<VerifyReport> VerifyIn(Connection& connection, const CatalogReader& read_catalog,
                                      VerifyScope scope) {
  const absl::Status schema = CheckSchema(connection);
  if (!schema.ok()) return schema;
  pqxx::transaction<pqxx::repeatable_read, pqxx::read_only> snapshot(connection);
  snapshot.exec0(kNoTimeout);
  VerifyReport report;
  if (!scope.IsAll()) {
    const absl::StatusOr<Digest> after = ChainBefore(connection, scope);
    if (!after.ok()) return after.status();
    report.after = *after;
  }
  const pqxx::result head = snapshot.exec(kHead);
  if (!head.empty()) report.revision = head[0][0].as<int64_t>();
  for (const VerifyCheck& check : VerifyChecks(scope)) RunCheck(snapshot, check, &report);
  // Without a sound index the planner has to find its own way.
  const bool indexes_are_sound =
      std::none_of(report.findings.begin(), report.findings.end(),
                   [](const Finding& finding) { return finding.check == "index"; });
  if (indexes_are_sound) snapshot.exec0(kByIndexes);
  VerifyStanding(connection, snapshot, scope, &report);
  const CellDayWeights weights = CellDayWeights::Draw();
  const FlowSums empty(&weights);
  FlowSums log = empty;
  const absl::StatusOr<bool> saw_all =
      VerifyLedger(connection, snapshot, read_catalog, &scope, &log, &report);
  if (!saw_all.ok()) return saw_all.status();
  CheckTotals(connection, snapshot, scope, empty, *saw_all, log, &report);
  CheckSequences(snapshot, &report);
  return report;
}

}  // namespace

absl::StatusOr<VerifyReport> Verify(const PostgresOptions& options,
                                    const CatalogReader& read_catalog, int64_t since) {
  return Session(options).Run("verify the database", [&](Connection& connection) {
    return VerifyIn(connection, read_catalog, VerifyScope(since));
  });
}

}  // namespace jurimeter::storage
