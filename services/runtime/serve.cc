#include "services/runtime/serve.h"

#include <unistd.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/runtime/address_file.h"
#include "services/runtime/logging.h"
#include "services/runtime/sampled_gauges.h"
#include "services/runtime/termination_signals.h"

namespace jurimeter::runtime {
namespace {

// Time for the last answers to leave after `drain`. It is short, because gRPC waits so long for
// idle clients that do not read that the server goes away.
constexpr absl::Duration kAnswerGrace = absl::Seconds(1);

// Ends the process with exit code 1 when `limit` has passed. It cannot be stopped.
void StartWatchdog(absl::Duration limit) {
  std::thread([limit] {
    absl::SleepFor(limit);
    Log(LogLevel::kError, "not drained in time; ending all the same",
        {{"limit_s", absl::ToInt64Seconds(limit)}});
    _exit(1);
  }).detach();
}

void UseLogLevel(const ServerOptions& options) {
  const std::optional<LogLevel> level = ParseLogLevel(options.log_level);
  if (level.has_value()) SetLogLevel(*level);
}

// Only the log level can change without a restart. Everything else is bound, sized or connected
// once.
void ReadAgain(const ReadOptions& read_again) {
  const absl::StatusOr<ServerOptions> options = read_again();
  if (!options.ok()) {
    Log(LogLevel::kError, "options could not be read again; nothing changes",
        {{"fault", std::string(options.status().message())}});
    return;
  }
  // Logged at any level: an operator asked for it, and looks for the answer.
  SetLogLevel(LogLevel::kInfo);
  Log(LogLevel::kInfo, "read the log level again; other options need a restart",
      {{"log_level", options->log_level}});
  UseLogLevel(*options);
}

std::shared_ptr<SampledGauges> ServingGauge(std::shared_ptr<const std::atomic<bool>> serving) {
  auto gauges = std::make_shared<SampledGauges>();
  gauges->AddGauge("jurimeter_serving", "1 while health says SERVING, 0 otherwise.",
                   [serving = std::move(serving)] { return *serving ? 1 : 0; });
  return gauges;
}

}  // namespace

absl::StatusOr<BoundAddresses> BindAddresses(const ServerOptions& options) {
  UseLogLevel(options);
  auto rpc = ConnectionAcceptor::Bind(options.listen);
  if (!rpc.ok()) return rpc.status();
  auto metrics = MetricsServer::Bind(options.metrics_listen);
  if (!metrics.ok()) return metrics.status();
  if (!options.address_file.empty()) {
    const absl::Status written =
        WriteAddressFile(options.address_file, (*rpc)->address(), (*metrics)->address());
    if (!written.ok()) return written;
  }
  return BoundAddresses{.rpc = *std::move(rpc), .metrics = *std::move(metrics)};
}

absl::Status Serve(BoundAddresses bound, const ServerOptions& options,
                   const std::vector<ServedService>& served, Readiness* readiness,
                   MetricsServer::Collectables metrics, const std::function<void()>& drain,
                   const ReadOptions& read_again) {
  auto server = RpcServer::Start(std::move(bound.rpc),
                                 {.max_streams_per_connection = options.max_streams_per_connection,
                                  .max_message_memory_mib = options.max_message_memory_mib},
                                 served);
  if (!server.ok()) return server.status();
  const auto serving = std::make_shared<std::atomic<bool>>(false);
  const auto say_serving = [&server, serving](bool now) {
    *serving = now;
    (*server)->SetServing(now);
  };
  metrics.push_back(ServingGauge(serving));
  bound.metrics->Start(std::move(metrics));
  Log(LogLevel::kInfo, "listening",
      {{"address", (*server)->address()}, {"metrics", bound.metrics->address()}});
  // The listener must not outlive the server, however this function ends.
  absl::Cleanup unheard = [readiness] { readiness->OnChange([](bool) {}); };
  readiness->OnChange(say_serving);

  AwaitTermination([&read_again] { ReadAgain(read_again); });
  StartWatchdog(absl::Seconds(options.drain_timeout_s));
  std::move(unheard).Invoke();
  say_serving(false);
  AwaitSecondTermination(absl::Seconds(options.drain_delay_s));
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
