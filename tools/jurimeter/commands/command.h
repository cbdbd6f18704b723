// The subcommands of `jurimeter`. Their exit codes are in local/exit_code.h.
//
// Each Register function adds one subcommand with its options to `app`. If the user chooses it,
// `chosen` becomes its action, which returns the exit code.
#ifndef JURIMETER_TOOLS_JURIMETER_COMMANDS_COMMAND_H_
#define JURIMETER_TOOLS_JURIMETER_COMMANDS_COMMAND_H_

#include <functional>

#include "absl/status/status.h"
#include "tools/jurimeter/local/exit_code.h"  // exported

namespace CLI {
class App;
}  // namespace CLI

namespace jurimeter::tools {

using Action = std::function<int()>;

void RegisterUp(CLI::App& app, Action* chosen);
void RegisterMigrate(CLI::App& app, Action* chosen);
void RegisterCatalog(CLI::App& app, Action* chosen);
void RegisterAccess(CLI::App& app, Action* chosen);
void RegisterClosing(CLI::App& app, Action* chosen);
void RegisterSubmit(CLI::App& app, Action* chosen);
void RegisterRetract(CLI::App& app, Action* chosen);
void RegisterCorrect(CLI::App& app, Action* chosen);
void RegisterSubject(CLI::App& app, Action* chosen);
void RegisterImport(CLI::App& app, Action* chosen);
void RegisterQuery(CLI::App& app, Action* chosen);
void RegisterVerify(CLI::App& app, Action* chosen);
void RegisterAudit(CLI::App& app, Action* chosen);

// Prints why a command could not be done; returns kFailed.
int Fail(const absl::Status& status);

// Prints why a file was not taken. Its faults, which are INVALID_ARGUMENT, are the answer: they go
// to standard output, and it returns kFindings. If it cannot be read, that fails.
int FailFile(const absl::Status& status);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_COMMANDS_COMMAND_H_
