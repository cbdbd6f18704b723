#include "services/runtime/serve.h"

#include <string>

#include "absl/time/time.h"
#include "services/runtime/logging.h"
#include "services/runtime/service_process.h"

namespace jurimeter::runtime {
namespace {

// Time for the last answers to leave after `drain`. No longer: gRPC would wait as long for
// connections whose clients are idle and do not read that the server goes away.
constexpr absl::Duration kAnswerGrace = absl::Seconds(1);

}  // namespace

absl::Status Serve(const ServerOptions& options, const std::vector<ServedService>& served,
                   Readiness* readiness,
                   const std::vector<std::shared_ptr<prometheus::Collectable>>& metrics,
                   const std::function<void()>& drain) {
  LogLevel level = LogLevel::kInfo;
  if (ParseLogLevel(options.log_level, &level)) SetLogLevel(level);
  auto metrics_server = MetricsServer::Start(options.metrics_listen);
  if (!metrics_server.ok()) return metrics_server.status();
  for (const auto& collectable : metrics) (*metrics_server)->Add(collectable);

  auto server = RpcServer::Start({.listen = options.listen,
                                  .max_streams_per_connection = options.max_streams_per_connection,
                                  .max_message_memory_mib = options.max_message_memory_mib},
                                 served);
  if (!server.ok()) return server.status();
  readiness->OnChange([&](bool ready) { (*server)->SetServing(ready); });
  Log(LogLevel::kInfo, "listening",
      {{"address", (*server)->address()}, {"metrics", (*metrics_server)->address()}});
  if (!options.address_file.empty()) {
    const absl::Status written =
        WriteAddressFile(options.address_file, (*server)->address(), (*metrics_server)->address());
    if (!written.ok()) return written;
  }

  AwaitTermination();
  const absl::Duration limit = absl::Seconds(options.drain_timeout_s);
  StartWatchdog(limit);
  readiness->OnChange([](bool) {});
  (*server)->SetServing(false);
  drain();
  (*server)->Shutdown(kAnswerGrace);
  Log(LogLevel::kInfo, "stopped");
  return absl::OkStatus();
}

int ExitCode(const absl::Status& status) {
  if (status.ok()) return 0;
  Log(LogLevel::kError, "cannot go on", {{"fault", std::string(status.message())}});
  return 1;
}

}  // namespace jurimeter::runtime
