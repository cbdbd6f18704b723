// jurimeter subject: erases what an event is about, such as a person's name, from the log.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/catalog/correction_admission.h"
#include "domain/event/event_id.h"
#include "domain/values/text.h"
#include "services/runtime/command_line.h"
#include "storage/postgres/erasure.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/local/database_choice.h"

namespace jurimeter::tools {
namespace {

struct EraseOptions {
  DatabaseChoice choice;
  std::string bureau;
  std::string event_id;
  std::string reason;
};

// `text` as one word of a shell.
std::string ShellWord(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// Prints the commands that erase the subjects which corrections may have repeated.
absl::Status PrintOthers(const EraseOptions& options, const storage::PostgresOptions& database,
                         const EventId& event_id) {
  const absl::StatusOr<std::vector<EventId>> others =
      storage::FindSubjectsOfCorrections(database, options.bureau, event_id);
  if (!others.ok() || others->empty()) return others.status();
  std::cout << "Corrections link it to events that still have a subject. If theirs is about the "
               "same person, erase it too, in the same database:\n";
  for (const EventId& each : *others) {
    std::cout << "  jurimeter subject erase " << options.bureau << ' ' << each.ToString()
              << " --reason " << ShellWord(options.reason) << '\n';
  }
  return absl::OkStatus();
}

int Erase(const EraseOptions& options) {
  const std::optional<EventId> event_id = EventId::Parse(options.event_id);
  const std::optional<CorrectionRefusal> refusal = CheckReason(options.reason);
  if (!event_id.has_value()) {
    std::cerr << "jurimeter: event_id: " << Quoted(options.event_id)
              << " is not a UUID of 36 characters\n";
  }
  if (refusal.has_value()) std::cerr << "jurimeter: reason: " << refusal->description << '\n';
  if (!event_id.has_value() || refusal.has_value()) return kFindings;
  const absl::StatusOr<storage::PostgresOptions> database = FindDatabase(options.choice);
  if (!database.ok()) return Fail(database.status());
  const absl::StatusOr<int64_t> revision =
      storage::EraseSubject(*database, {options.bureau, *event_id, options.reason});
  if (absl::IsNotFound(revision.status()) || absl::IsFailedPrecondition(revision.status())) {
    std::cerr << "jurimeter: " << revision.status().message() << '\n';
    // It may have been erased before without what corrections repeated.
    PrintOthers(options, *database, *event_id).IgnoreError();
    return kFindings;
  }
  if (!revision.ok()) return Fail(revision.status());
  std::cout << "subject erased at revision " << *revision << ", event " << event_id->ToString()
            << '\n';
  const absl::Status printed = PrintOthers(options, *database, *event_id);
  if (printed.ok()) return kDone;
  std::cerr
      << "jurimeter: it is erased, but whether corrections repeated it was not found out; run "
         "this again\n";
  return Fail(printed);
}

}  // namespace

void RegisterSubject(CLI::App& app, Action* chosen) {
  CLI::App* subject = app.add_subcommand("subject", "Erase what an event is about");
  subject->require_subcommand(1);
  CLI::App* erase = subject->add_subcommand(
      "erase",
      "Replace the subject of a recorded event by its hash, for ever, as the owner of the tables. "
      "Backups and copies keep it");
  auto options = std::make_shared<EraseOptions>();
  AddDatabaseOptions(*erase, &options->choice);
  erase->add_option("BUREAU", options->bureau, "Code of the bureau that reported the event")
      ->required();
  erase->add_option("EVENT_ID", options->event_id, "Id of the event")->required();
  erase
      ->add_option("--reason", options->reason,
                   "Why, in 1 to 500 characters; kept for ever, so name no persons")
      ->required()
      ->group(runtime::kNoVariable);
  erase->callback([options, chosen] { *chosen = [options] { return Erase(*options); }; });
}

}  // namespace jurimeter::tools
