#include "services/runtime/server_options.h"

#include "absl/strings/str_cat.h"
#include "services/runtime/host_port.h"

namespace jurimeter::runtime {
namespace {

constexpr int kMaxDrainS = 3600;

void AddDrainOptions(CLI::App& app, ServerOptions* options) {
  app.add_option("--drain-timeout-s", options->drain_timeout_s,
                 "seconds from SIGTERM to a forced end")
      ->check(CLI::Range(kMinDrainS, kMaxDrainS))
      ->capture_default_str();
  app.add_option(
         "--drain-delay-s", options->drain_delay_s,
         "seconds of --drain-timeout-s for which new calls are still served while health says "
         "NOT_SERVING: as long as a balancer needs to notice")
      ->check(CLI::Range(0, kMaxDrainS - kMinDrainS))
      ->capture_default_str();
  app.final_callback([options] {
    if (options->drain_delay_s + kMinDrainS <= options->drain_timeout_s) return;
    throw CLI::ValidationError(
        "--drain-delay-s",
        absl::StrCat(options->drain_delay_s, " leaves no time to drain; expected at most ",
                     options->drain_timeout_s - kMinDrainS, ", which is --drain-timeout-s (",
                     options->drain_timeout_s, ") less ", kMinDrainS));
  });
}

}  // namespace

void AddServerOptions(CLI::App& app, ServerOptions* options) {
  app.add_option("--database-url", options->database_url,
                 "PostgreSQL connection string or URI of the database")
      ->required();
  app.add_option("--listen", options->listen, "host:port to serve gRPC on; port 0 takes a free one")
      ->check(ListenFault)
      ->capture_default_str();
  app.add_option("--metrics-listen", options->metrics_listen,
                 "host:port to serve /metrics on; port 0 takes a free one")
      ->check(ListenFault)
      ->capture_default_str();
  app.add_option("--address-file", options->address_file,
                 "file to write both addresses to as JSON once they are bound");
  app.add_option("--log-level", options->log_level, "lowest level logged")
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}))
      ->capture_default_str();
  AddDrainOptions(app, options);
  app.add_option("--max-streams-per-connection", options->max_streams_per_connection,
                 "calls open at once on one connection")
      ->check(CLI::Range(1, 1'000'000))
      ->capture_default_str();
  app.add_option("--max-message-memory-mib", options->max_message_memory_mib,
                 "MiB that gRPC may hold in messages on their way in or out")
      ->check(CLI::Range(16, 1'048'576))
      ->capture_default_str();
}

}  // namespace jurimeter::runtime
