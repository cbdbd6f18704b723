// jurimeter verify: recomputes totals and ledger from the event log.
#include "storage/postgres/verify.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/messages/catalog_text.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/local/database_choice.h"

namespace jurimeter::tools {
namespace {

absl::StatusOr<std::shared_ptr<const Catalog>> ReadCatalog(const storage::StoredCatalog& stored) {
  const auto parsed = messages::ParseCatalog(stored.text, &stored.keys);
  if (parsed.ok()) return parsed->catalog;
  return absl::FailedPreconditionError(absl::StrCat("line ", parsed.faults().front().ToString()));
}

int Verify(const DatabaseChoice& choice) {
  const absl::StatusOr<storage::PostgresOptions> database = FindDatabase(choice);
  if (!database.ok()) return Fail(database.status());
  const absl::StatusOr<storage::VerifyReport> report = storage::Verify(*database, ReadCatalog);
  if (!report.ok()) return Fail(report.status());
  for (const storage::Finding& finding : report->findings) {
    std::cout << finding.check << ": " << finding.detail << '\n';
  }
  std::cout << "revision " << report->revision << ", " << report->entries << " entries, "
            << report->events << " events, " << report->retractions << " of them retracted: "
            << (report->findings.empty() ? "everything agrees with the event log"
                                         : "not everything agrees with the event log")
            << '\n';
  return report->findings.empty() ? kDone : kFindings;
}

}  // namespace

void RegisterVerify(CLI::App& app, Action* chosen) {
  CLI::App* command = app.add_subcommand(
      "verify", "Recompute totals and ledger from the event log and say what differs");
  auto choice = std::make_shared<DatabaseChoice>();
  AddDatabaseOptions(*command, choice.get());
  command->callback([choice, chosen] { *chosen = [choice] { return Verify(*choice); }; });
}

}  // namespace jurimeter::tools
