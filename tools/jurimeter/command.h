// The subcommands of `jurimeter`, and what they exit with.
//
// Each Register function adds one subcommand with its options to `app`. Where the user chose it,
// `chosen` is what to do; it returns the exit code.
#ifndef JURIMETER_TOOLS_JURIMETER_COMMAND_H_
#define JURIMETER_TOOLS_JURIMETER_COMMAND_H_

#include <functional>

#include "absl/status/status.h"

namespace CLI {
class App;
}  // namespace CLI

namespace jurimeter::tools {

inline constexpr int kDone = 0;
// It ran, and not everything is well: rows or an event refused, a faulty catalog, totals that
// differ, a published figure that is impossible, a service that died.
inline constexpr int kFindings = 1;
// 2 is runtime::kUsageError.
// It could not be done: a service, the database or a file is out of reach.
inline constexpr int kFailed = 3;

using Action = std::function<int()>;

void RegisterUp(CLI::App& app, Action* chosen);
void RegisterMigrate(CLI::App& app, Action* chosen);
void RegisterCatalog(CLI::App& app, Action* chosen);
void RegisterSubmit(CLI::App& app, Action* chosen);
void RegisterImport(CLI::App& app, Action* chosen);
void RegisterQuery(CLI::App& app, Action* chosen);
void RegisterVerify(CLI::App& app, Action* chosen);
void RegisterAudit(CLI::App& app, Action* chosen);
void RegisterBench(CLI::App& app, Action* chosen);

// Prints why it could not be done; returns kFailed.
int Fail(const absl::Status& status);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_COMMAND_H_
