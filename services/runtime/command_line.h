// Command lines: each flag may also come from the environment or from a configuration file.
//
// Example:
//   CLI::App app{"Takes indicator events.", "jurimeter-ingestion"};
//   app.add_option("--queue-events", options.queue_events, "Events that may wait")
//       ->capture_default_str();
//   if (std::optional<int> status = ParseCommandLine(app, argc, argv)) return *status;
//
// A flag beats the environment, the environment beats the file. In the environment of
// jurimeter-ingestion, `--queue-events` is JURIMETER_INGESTION_QUEUE_EVENTS, or else
// JURIMETER_QUEUE_EVENTS, which other programs read too. In the file it is `queue-events = 5000`
// under [jurimeter-ingestion], or else at the top; config_settings.h says how.
//
// Threads: one, before others start: the environment is read.
#ifndef JURIMETER_SERVICES_RUNTIME_COMMAND_LINE_H_
#define JURIMETER_SERVICES_RUNTIME_COMMAND_LINE_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace CLI {
class App;
}  // namespace CLI

namespace jurimeter::runtime {

// The group, in the help, of options that no environment variable sets. Each says what one call is
// about; a variable of its name may be meant for another subcommand.
inline constexpr char kNoVariable[] = "What is asked (not from the environment)";

// What a program exits with when its command line is wrong.
inline constexpr int kUsageError = 2;

// "queue-events" is JURIMETER_QUEUE_EVENTS.
std::string EnvironmentName(std::string_view flag);

// The variable of one program: "queue-events" of "jurimeter-ingestion" is
// JURIMETER_INGESTION_QUEUE_EVENTS.
std::string EnvironmentName(std::string_view program, std::string_view flag);

// Reads the command line of `app`, which must have the name of its program. Adds --config to it,
// and gives each flag of `app` and its subcommands an environment variable, except those of the
// group kNoVariable. All options and subcommands must have been added before.
//
// Returns a status if the program must exit with it at once: 0 after --help, kUsageError after a
// fault, which was printed.
std::optional<int> ParseCommandLine(CLI::App& app, int argc, const char* const* argv);

// The same, but prints nothing. For a command line that was sound at the program's start.
//   INVALID_ARGUMENT  its file has become faulty; the message names the line
absl::Status ReadCommandLine(CLI::App& app, int argc, const char* const* argv);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_COMMAND_LINE_H_
