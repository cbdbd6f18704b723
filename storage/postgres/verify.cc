#include "storage/postgres/verify.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/postgres/findings.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/sequences.h"
#include "storage/postgres/session.h"
#include "storage/postgres/verify_checks.h"
#include "storage/postgres/verify_ledger.h"
#include "storage/postgres/verify_standing.h"

namespace jurimeter::storage {
namespace {

constexpr char kNoTimeout[] = "SET LOCAL statement_timeout = 0";

constexpr char kCounts[] = R"(
SELECT (SELECT revision FROM ledger_head), (SELECT count(*) FROM event),
       (SELECT count(*) FROM retraction), (SELECT count(*) FROM ledger_entry))";

// Around the query of a check.
constexpr char kFirstFindings[] = "SELECT text, count(*) OVER () FROM (";
constexpr char kOfFindings[] = ") AS finding (text) LIMIT 100";

void RunCheck(pqxx::transaction_base& snapshot, const VerifyCheck& check, VerifyReport* report) {
  Findings findings(check.name, report);
  const pqxx::result rows = snapshot.exec(absl::StrCat(kFirstFindings, check.query, kOfFindings));
  for (const pqxx::row& row : rows) findings.Add(row[0].as<std::string>());
  if (!rows.empty()) findings.CountUnread(rows[0][1].as<int64_t>() - rows.size());
  findings.Finish();
}

void CheckSequences(pqxx::transaction_base& snapshot, VerifyReport* report) {
  Findings findings("sequence", report);
  for (std::string& fault : SequenceFaults(snapshot)) findings.Add(std::move(fault));
  findings.Finish();
}

absl::StatusOr<VerifyReport> VerifyAll(Connection& connection, const CatalogReader& read_catalog) {
  const absl::Status schema = CheckSchema(connection);
  if (!schema.ok()) return schema;
  pqxx::transaction<pqxx::repeatable_read, pqxx::read_only> snapshot(connection);
  snapshot.exec0(kNoTimeout);
  VerifyReport report;
  const pqxx::row counts = snapshot.exec1(kCounts);
  report.revision = counts[0].is_null() ? 0 : counts[0].as<int64_t>();
  report.events = counts[1].as<int64_t>();
  report.retractions = counts[2].as<int64_t>();
  report.entries = counts[3].as<int64_t>();
  for (const VerifyCheck& check : VerifyChecks()) RunCheck(snapshot, check, &report);
  VerifyStanding(connection, snapshot, &report);
  VerifyLedger(connection, snapshot, read_catalog, &report);
  CheckSequences(snapshot, &report);
  return report;
}

}  // namespace

absl::StatusOr<VerifyReport> Verify(const PostgresOptions& options,
                                    const CatalogReader& read_catalog) {
  return Session(options).Run("verify the database", [&](Connection& connection) {
    return VerifyAll(connection, read_catalog);
  });
}

}  // namespace jurimeter::storage
