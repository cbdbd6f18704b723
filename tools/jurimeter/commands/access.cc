// jurimeter access: checks an access list's file, puts it into force, and says what it grants.
#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>

#include "absl/time/clock.h"
#include "domain/values/calendar.h"
#include "domain/values/text.h"
#include "services/messages/access_messages.h"
#include "services/present/access_formats.h"
#include "storage/postgres/postgres_access_store.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/local/access_change.h"
#include "tools/jurimeter/local/catalog_file.h"
#include "tools/jurimeter/local/database_choice.h"

namespace jurimeter::tools {
namespace {

// To be deleted together with what it says, once the services ask the list.
constexpr char kNotEnforced[] =
    "The services do not enforce it yet: whoever reaches them may still do everything.\n";

struct AccessOptions {
  std::string file;
  EncodingChoice encoding = EncodingChoice::kAuto;
  std::string catalog;  // file to check by; empty: the catalog in force
  DatabaseChoice choice;
  std::string principal;
  std::string format = "table";
};

absl::StatusOr<runtime::Rules> ReadRulesOf(const DatabaseChoice& choice) {
  const absl::StatusOr<storage::PostgresOptions> database = FindDatabase(choice);
  if (!database.ok()) return database.status();
  return ReadRules(*database);
}

// The catalog to check by.
absl::StatusOr<std::shared_ptr<const Catalog>> ChosenCatalog(const AccessOptions& options) {
  if (options.catalog.empty()) {
    const absl::StatusOr<runtime::Rules> rules = ReadRulesOf(options.choice);
    if (!rules.ok()) return rules.status();
    return (*rules)->catalog;
  }
  const absl::StatusOr<CatalogFile> file = ReadCatalog(options.catalog, options.encoding);
  if (!file.ok()) return file.status();
  const auto created = Catalog::Create(file->spec, CatalogKeys::ByPlace(file->spec));
  if (!created.ok()) return absl::InternalError(created.faults().front().description);
  return *created;
}

int64_t CountGrants(const AccessList& list) {
  int64_t grants = 0;
  for (const Principal& principal : list.principals()) {
    grants += static_cast<int64_t>(principal.spec.grants.size());
  }
  return grants;
}

int Check(const AccessOptions& options) {
  const absl::StatusOr<std::shared_ptr<const Catalog>> catalog = ChosenCatalog(options);
  if (!catalog.ok()) return FailFile(catalog.status());
  const absl::StatusOr<AccessFile> access = ReadAccess(options.file, options.encoding, **catalog);
  if (!access.ok()) return FailFile(access.status());
  std::cout << options.file << ": " << access->list->principals().size() << " principals, "
            << CountGrants(*access->list) << " grants, no faults\n";
  return kDone;
}

int Apply(const AccessOptions& options) {
  const absl::StatusOr<storage::PostgresOptions> database = FindDatabase(options.choice);
  if (!database.ok()) return Fail(database.status());
  const absl::StatusOr<runtime::Rules> rules = ReadRules(*database);
  if (!rules.ok()) return Fail(rules.status());
  const absl::StatusOr<AccessFile> access =
      ReadAccess(options.file, options.encoding, *(*rules)->catalog);
  if (!access.ok()) return FailFile(access.status());
  const absl::StatusOr<int64_t> revision =
      ApplyAccess(*database, *access, (*rules)->identity.chain);
  if (!revision.ok()) return Fail(revision.status());
  std::cout << "access list of revision " << *revision << " is in force\n" << kNotEnforced;
  return kDone;
}

// The text alone goes to standard output, so that it can be changed and applied again.
int Show(const AccessOptions& options) {
  const absl::StatusOr<storage::PostgresOptions> database = FindDatabase(options.choice);
  if (!database.ok()) return Fail(database.status());
  const auto stored = storage::MakePostgresAccessStore(*database)->Load();
  if (!stored.ok()) return Fail(stored.status());
  std::cout << stored->text;
  std::cerr << "access list of revision " << stored->identity.revision << '\n';
  return kDone;
}

int Explain(const AccessOptions& options) {
  const absl::StatusOr<runtime::Rules> rules = ReadRulesOf(options.choice);
  if (!rules.ok()) return Fail(rules.status());
  const storage::RulesIdentity& identity = (*rules)->identity;
  if ((*rules)->access == nullptr) {
    return Fail(absl::NotFoundError("no access list is in force: run `jurimeter access apply`"));
  }
  const Principal* const principal = (*rules)->access->Find(options.principal);
  if (principal == nullptr) {
    std::cerr << "jurimeter: the access list of revision " << identity.access.revision
              << " has no principal " << Quoted(options.principal) << '\n';
    return kFindings;
  }
  const Catalog& catalog = *(*rules)->catalog;
  v1::PrincipalAccess access = messages::ToProto(*(*rules)->access, *principal, catalog,
                                                 StatisticDay(absl::Now(), catalog.time_zone()));
  access.set_access_revision(identity.access.revision);
  access.set_catalog_version(identity.catalog.revision);
  std::cout << present::FormatAccess(options.format, access);
  return kDone;
}

CLI::App* AddCommand(CLI::App& parent, const char* name, const char* description,
                     const std::shared_ptr<AccessOptions>& options,
                     int (*run)(const AccessOptions&), Action* chosen) {
  CLI::App* command = parent.add_subcommand(name, description);
  AddDatabaseOptions(*command, &options->choice);
  command->callback([options, run, chosen] { *chosen = [options, run] { return run(*options); }; });
  return command;
}

void AddFile(CLI::App& command, AccessOptions* options) {
  command
      .add_option("FILE", options->file,
                  "Access list as protobuf text (jurimeter.v1.AccessList), or - for standard input")
      ->required();
  AddEncodingOption(command, &options->encoding);
}

}  // namespace

void RegisterAccess(CLI::App& app, Action* chosen) {
  CLI::App* access = app.add_subcommand("access", "Check an access list, or put it into force");
  access->require_subcommand(1);
  const auto options = std::make_shared<AccessOptions>();

  CLI::App* check =
      AddCommand(*access, "check", "Print every fault of an access list as FILE:LINE: field: fault",
                 options, Check, chosen);
  AddFile(*check, options.get());
  check
      ->add_option("--catalog", options->catalog,
                   "Catalog to look bureaus up in. Default: the one in force in the database")
      ->type_name("FILE");

  AddFile(*AddCommand(*access, "apply", "Put an access list into force, in one transaction",
                      options, Apply, chosen),
          options.get());

  AddCommand(*access, "show", "Print the text of the access list in force", options, Show, chosen);

  CLI::App* explain =
      AddCommand(*access, "explain", "Print what a principal may do by the access list in force",
                 options, Explain, chosen);
  explain->add_option("PRINCIPAL", options->principal, "Code of the principal")->required();
  explain->add_option("--format", options->format, "table for people, json of the message, or csv")
      ->check(CLI::IsMember(present::AccessFormatNames()))
      ->capture_default_str();
}

}  // namespace jurimeter::tools
