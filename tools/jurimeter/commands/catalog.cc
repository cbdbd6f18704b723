// jurimeter catalog: checks a catalog's file and puts it into force.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "services/runtime/command_line.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/local/catalog_change.h"
#include "tools/jurimeter/local/catalog_file.h"
#include "tools/jurimeter/local/database_choice.h"

namespace jurimeter::tools {
namespace {

struct FileOptions {
  std::string file;
  EncodingChoice encoding = EncodingChoice::kAuto;
};

int Check(const FileOptions& options) {
  const absl::StatusOr<CatalogFile> catalog = ReadCatalog(options.file, options.encoding);
  if (!catalog.ok()) return FailFile(catalog.status());
  std::cout << options.file << ": " << catalog->spec.bureaus.size() << " bureaus, "
            << catalog->spec.indicators.size() << " indicators, no faults\n";
  return kDone;
}

// Whether the catalog may be applied. Lists what it would change of closed periods.
bool MayApply(const std::string& file, const ClosedChanges& closed, bool yes) {
  if (closed.count == 0) return true;
  std::cout << file << ": it changes what closed periods print:\n" << DescribeChanges(closed);
  if (!yes) std::cout << "Nothing was changed. If this is meant, apply it with --yes.\n";
  return yes;
}

int Apply(const FileOptions& options, const DatabaseChoice& choice, bool yes) {
  const absl::StatusOr<CatalogFile> catalog = ReadCatalog(options.file, options.encoding);
  if (!catalog.ok()) return FailFile(catalog.status());
  const absl::StatusOr<storage::PostgresOptions> database = FindDatabase(choice);
  if (!database.ok()) return Fail(database.status());
  const absl::StatusOr<CatalogChange> change = FindCatalogChange(*database, *catalog);
  if (!change.ok()) return Fail(change.status());
  if (!MayApply(options.file, change->closed, yes)) return kFindings;
  const absl::StatusOr<int64_t> version = ApplyCatalog(*database, *catalog, change->rules);
  if (absl::IsFailedPrecondition(version.status())) {
    std::cout << options.file << ": " << version.status().message() << '\n';
    return kFindings;
  }
  if (!version.ok()) return Fail(version.status());
  std::cout << "catalog version " << *version << " is in force\n";
  return kDone;
}

CLI::App* AddFileCommand(CLI::App& parent, const char* name, const char* description,
                         FileOptions* options) {
  CLI::App* command = parent.add_subcommand(name, description);
  command
      ->add_option("FILE", options->file,
                   "Catalog as protobuf text (jurimeter.v1.Catalog), or - for standard input")
      ->required();
  AddEncodingOption(*command, &options->encoding);
  return command;
}

}  // namespace

void RegisterCatalog(CLI::App& app, Action* chosen) {
  CLI::App* catalog = app.add_subcommand("catalog", "Check a catalog, or put it into force");
  catalog->require_subcommand(1);

  auto file = std::make_shared<FileOptions>();
  CLI::App* check = AddFileCommand(
      *catalog, "check", "Print every fault of a catalog as FILE:LINE: field: fault", file.get());
  check->callback([file, chosen] { *chosen = [file] { return Check(*file); }; });

  auto choice = std::make_shared<DatabaseChoice>();
  CLI::App* apply =
      AddFileCommand(*catalog, "apply", "Put a catalog into force, in one transaction", file.get());
  AddDatabaseOptions(*apply, choice.get());
  auto yes = std::make_shared<bool>(false);
  apply->add_flag("--yes", *yes, "Apply it even if it changes what closed periods print")
      ->group(runtime::kNoVariable);
  apply->callback([file, choice, yes, chosen] {
    *chosen = [file, choice, yes] { return Apply(*file, *choice, *yes); };
  });
}

}  // namespace jurimeter::tools
