// The options that both services have.
#ifndef JURIMETER_SERVICES_RUNTIME_SERVER_OPTIONS_H_
#define JURIMETER_SERVICES_RUNTIME_SERVER_OPTIONS_H_

#include <CLI/App.hpp>
#include <string>

namespace jurimeter::runtime {

struct ServerOptions {
  std::string database_url{};
  // host:port; port 0 takes a free one.
  std::string listen;
  std::string metrics_listen;
  // File to write the addresses to once they are bound; empty: none.
  std::string address_file{};
  std::string log_level = "info";
  // Seconds from SIGTERM to a forced end.
  int drain_timeout_s = 10;
  // Seconds of drain_timeout_s for which new calls are still served after health says NOT_SERVING.
  // They lengthen every stop.
  int drain_delay_s = 0;
  // Most calls that are open at once on one connection; further calls wait at the client.
  int max_streams_per_connection = 1000;
  // MiB that gRPC may hold in messages that are on their way in or out.
  int max_message_memory_mib = 256;
};

// Least seconds that drain_timeout_s must leave for draining after drain_delay_s.
inline constexpr int kMinDrainS = 2;

// Adds the flags of `options`, whose present values are their defaults.
void AddServerOptions(CLI::App& app, ServerOptions* options);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_SERVER_OPTIONS_H_
