// jurimeter query: prints figures.
#include <CLI/CLI.hpp>

#include "tools/jurimeter/commands/command.h"
#include "tools/jurimeter/commands/query_commands.h"

namespace jurimeter::tools {

void RegisterQuery(CLI::App& app, Action* chosen) {
  CLI::App* query = app.add_subcommand("query", "Print figures");
  query->require_subcommand(1);
  RegisterQueryYear(*query, chosen);
  RegisterQueryPeriod(*query, chosen);
  RegisterQueryCompleteness(*query, chosen);
}

}  // namespace jurimeter::tools
