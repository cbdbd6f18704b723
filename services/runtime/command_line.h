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

// The group, in the help, of options that no environment variable sets: each says what one call is
// about, and a variable of that name may be meant for another subcommand.
inline constexpr char kNoVariable[] = "What is asked (not from the environment)";

// What a program exits with when its command line is wrong.
inline constexpr int kUsageError = 2;

// "queue-events" is JURIMETER_QUEUE_EVENTS.
std::string EnvironmentName(std::string_view flag);

// Of one program: "queue-events" of "jurimeter-ingestion" is JURIMETER_INGESTION_QUEUE_EVENTS.
std::string EnvironmentName(std::string_view program, std::string_view flag);

// Gives `app`, which is named as its program is, a --config and each flag of `app` and its
// subcommands its variable, but for those of the group kNoVariable, then reads the command line.
// Returns what the program must exit with at once: 0 after --help, kUsageError after a fault, which
// was printed. Options and subcommands must all have been added before.
std::optional<int> ParseCommandLine(CLI::App& app, int argc, const char* const* argv);

// The same without a word, for a command line that was sound at the program's start.
//   INVALID_ARGUMENT  its file has become faulty; the message says where
absl::Status ReadCommandLine(CLI::App& app, int argc, const char* const* argv);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_COMMAND_LINE_H_
