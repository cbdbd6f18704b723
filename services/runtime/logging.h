// Structured logs: one JSON object a line on stderr.
//
// Example:
//   Log(LogLevel::kInfo, "listening", {{"address", "127.0.0.1:50051"}});
//   {"time":"2026-01-31T08:00:00.123Z","level":"info","message":"listening","address":"127.0..."}
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_RUNTIME_LOGGING_H_
#define JURIMETER_SERVICES_RUNTIME_LOGGING_H_

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace jurimeter::runtime {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

using LogValue = std::variant<int64_t, std::string>;
using LogField = std::pair<std::string_view, LogValue>;

// Messages below this level are dropped; kInfo until set.
void SetLogLevel(LogLevel level);

// Reads "debug", "info", "warning" or "error"; nothing from any other text.
std::optional<LogLevel> ParseLogLevel(std::string_view text);

// Writes one line. Bytes of a value that are not valid UTF-8 are replaced.
void Log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_LOGGING_H_
