// jurimeter: runs Jurimeter on one machine, looks after its database and talks to its services.
#include <CLI/CLI.hpp>
#include <optional>

#include "services/runtime/build_version.h"
#include "services/runtime/command_line.h"
#include "tools/jurimeter/commands/command.h"

namespace {

constexpr char kFooter[] =
    "Options with a name behind them can also be set in the environment by that name, and all of\n"
    "them in the --config file, which serves all programs: at the top, or under [subcommand], "
    "such\n"
    "as [query.year]. The command line beats the environment, which beats the file.\n"
    "\n"
    "Exit codes:\n"
    "  0  done\n"
    "  1  done, but not all is well: rows, an event, a correction or a closing refused, a faulty\n"
    "     catalog or access list, totals that differ, a published figure that is impossible, a "
    "service that died\n"
    "  2  wrong command line\n"
    "  3  not done: a service, the database or a file is out of reach";

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Counts what a legal system does, and computes the figures of its annual report.",
               "jurimeter"};
  app.footer(kFooter);
  app.set_version_flag("--version", jurimeter::runtime::VersionText("jurimeter"));
  app.require_subcommand(1);
  app.fallthrough();

  jurimeter::tools::Action chosen;
  jurimeter::tools::RegisterUp(app, &chosen);
  jurimeter::tools::RegisterImport(app, &chosen);
  jurimeter::tools::RegisterSubmit(app, &chosen);
  jurimeter::tools::RegisterRetract(app, &chosen);
  jurimeter::tools::RegisterCorrect(app, &chosen);
  jurimeter::tools::RegisterClosing(app, &chosen);
  jurimeter::tools::RegisterQuery(app, &chosen);
  jurimeter::tools::RegisterCatalog(app, &chosen);
  jurimeter::tools::RegisterAccess(app, &chosen);
  jurimeter::tools::RegisterMigrate(app, &chosen);
  jurimeter::tools::RegisterVerify(app, &chosen);
  jurimeter::tools::RegisterSubject(app, &chosen);
  jurimeter::tools::RegisterAudit(app, &chosen);

  if (const std::optional<int> status = jurimeter::runtime::ParseCommandLine(app, argc, argv)) {
    return *status;
  }
  return chosen();
}
