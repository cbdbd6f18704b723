// jurimeter migrate: brings a database to this program's schema.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "storage/postgres/migrations.h"
#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/local/database_choice.h"

namespace jurimeter::tools {
namespace {

int Migrate(const DatabaseChoice& choice) {
  const absl::StatusOr<storage::PostgresOptions> database = FindDatabase(choice);
  if (!database.ok()) return Fail(database.status());
  const absl::StatusOr<std::vector<std::string>> applied = storage::Migrate(*database);
  if (!applied.ok()) return Fail(applied.status());
  if (applied->empty()) std::cout << "The schema is up to date.\n";
  for (const std::string& name : *applied) std::cout << "applied " << name << '\n';
  return kDone;
}

}  // namespace

void RegisterMigrate(CLI::App& app, Action* chosen) {
  CLI::App* command = app.add_subcommand("migrate", "Bring a database to this program's schema");
  auto choice = std::make_shared<DatabaseChoice>();
  AddDatabaseOptions(*command, choice.get());
  command->callback([choice, chosen] { *chosen = [choice] { return Migrate(*choice); }; });
}

}  // namespace jurimeter::tools
