// Command lines: each flag may also come from the environment or from a configuration file.
//
// Example:
//   CLI::App app{"Takes indicator events."};
//   app.add_option("--queue-events", options.queue_events, "Events that may wait")
//       ->capture_default_str();
//   if (std::optional<int> status = ParseCommandLine(app, argc, argv)) return *status;
//
// A flag beats the environment, the environment beats the file. `--queue-events` is
// JURIMETER_QUEUE_EVENTS in the environment and `queue-events = 5000` in the file (TOML), there
// under [name] where it belongs to a subcommand.
//
// Threads: one, before others start: the environment is read.
#ifndef JURIMETER_SERVICES_RUNTIME_COMMAND_LINE_H_
#define JURIMETER_SERVICES_RUNTIME_COMMAND_LINE_H_

#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}  // namespace CLI

namespace jurimeter::runtime {

// The group, in the help, of options that no environment variable sets: each says what one call is
// about, and a variable of that name may be meant for another subcommand.
inline constexpr char kNoVariable[] = "What is asked (not from the environment)";

// What a program exits with when its command line is wrong.
inline constexpr int kUsageError = 2;

// "queue-events" is JURIMETER_QUEUE_EVENTS.
std::string EnvironmentName(std::string_view flag);

// Gives `app` a --config and each flag of `app` and its subcommands its variable, but for those of
// the group kNoVariable, then reads the
// command line. Returns what the program must exit with at once: 0 after --help, kUsageError
// after a fault, which was printed. An unknown key of the file is a fault. Options and
// subcommands must all have been added before.
std::optional<int> ParseCommandLine(CLI::App& app, int argc, const char* const* argv);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_COMMAND_LINE_H_
