// jurimeter verify: recomputes totals and ledger from the event log.
#include "storage/postgres/verify.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <limits>
#include <memory>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "domain/values/text.h"
#include "services/messages/catalog_text.h"
#include "services/runtime/command_line.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/local/database_choice.h"

namespace jurimeter::tools {
namespace {

absl::StatusOr<std::shared_ptr<const Catalog>> ReadCatalog(const storage::StoredCatalog& stored) {
  const auto parsed = messages::ParseCatalog(stored.text, &stored.keys);
  if (parsed.ok()) return parsed->catalog;
  return absl::FailedPreconditionError(absl::StrCat("line ", parsed.faults().front().ToString()));
}

struct VerifyCommand {
  DatabaseChoice database;
  int64_t since = 0;
};

// "12 entries, 40 events, 1 of them retracted" of the whole ledger, or what came after a revision.
std::string WhatWasVerified(const storage::VerifyReport& report, int64_t since) {
  if (!report.after.has_value()) {
    return absl::StrCat(report.entries, " entries, ", report.events, " events, ",
                        report.retractions, " of them retracted");
  }
  return absl::StrCat(report.entries, " entries, ", report.events, " events and ",
                      report.retractions, " retractions after revision ", since, " of chain ",
                      absl::BytesToHexString(ToAbsl(BytesOf(*report.after))));
}

int Verify(const VerifyCommand& command) {
  const absl::StatusOr<storage::PostgresOptions> database = FindDatabase(command.database);
  if (!database.ok()) return Fail(database.status());
  const absl::StatusOr<storage::VerifyReport> report =
      storage::Verify(*database, ReadCatalog, command.since);
  if (!report.ok()) return Fail(report.status());
  for (const storage::Finding& finding : report->findings) {
    std::cout << finding.check << ": " << finding.detail << '\n';
  }
  std::cout << "revision " << report->revision << ", " << WhatWasVerified(*report, command.since)
            << ": "
            << (report->findings.empty() ? "everything agrees with the event log"
                                         : "not everything agrees with the event log")
            << '\n';
  return report->findings.empty() ? kDone : kFindings;
}

}  // namespace

void RegisterVerify(CLI::App& app, Action* chosen) {
  CLI::App* command = app.add_subcommand(
      "verify", "Recompute totals and ledger from the event log and say what differs");
  auto options = std::make_shared<VerifyCommand>();
  AddDatabaseOptions(*command, &options->database);
  command
      ->add_option("--since", options->since,
                   "Verify only what came after this revision, whose chain value is printed: "
                   "compare it with that of a verification of before")
      ->check(CLI::Range(int64_t{1}, std::numeric_limits<int64_t>::max()))
      ->type_name("REVISION")
      ->group(runtime::kNoVariable);
  command->callback([options, chosen] { *chosen = [options] { return Verify(*options); }; });
}

}  // namespace jurimeter::tools
