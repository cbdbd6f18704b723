#include "services/runtime/logging.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace jurimeter::runtime {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string_view Name(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

// A logger that adds nothing to our lines. It is never destroyed: threads may log until the process
// ends.
spdlog::logger& Lines() {
  static spdlog::logger& logger = []() -> spdlog::logger& {
    auto* made = new spdlog::logger("jurimeter", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::debug);
    return *made;
  }();
  return logger;
}

}  // namespace

void SetLogLevel(LogLevel level) { Lines().set_level(ToSpdlog(level)); }

std::optional<LogLevel> ParseLogLevel(std::string_view text) {
  for (LogLevel level : {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
    if (text == Name(level)) return level;
  }
  return std::nullopt;
}

void Log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (!Lines().should_log(ToSpdlog(level))) return;
  nlohmann::ordered_json line;
  line["time"] = absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
  line["level"] = Name(level);
  line["message"] = message;
  for (const auto& [key, value] : fields) {
    std::visit([&, name = std::string(key)](const auto& v) { line[name] = v; }, value);
  }
  Lines().log(ToSpdlog(level),
              line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

}  // namespace jurimeter::runtime
