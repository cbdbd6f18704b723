// The life of a service's process: bind addresses, make the parts, serve, await a signal, drain,
// end.
//
// Example:
//   absl::StatusOr<BoundAddresses> bound = BindAddresses(options);
//   if (!bound.ok()) return bound.status();
//   ... make stores, watchers and the service ...
//   return Serve(*std::move(bound), options, {served}, &readiness, {registry}, drain, read_again);
//
// A bad address or file makes BindAddresses fail. At that time nothing has to be taken down, and
// nothing could have said "serving" too early.
#ifndef JURIMETER_SERVICES_RUNTIME_SERVE_H_
#define JURIMETER_SERVICES_RUNTIME_SERVE_H_

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/runtime/metrics_server.h"
#include "services/runtime/readiness.h"
#include "services/runtime/rpc/connection_acceptor.h"
#include "services/runtime/rpc/rpc_server.h"
#include "services/runtime/server_options.h"

namespace jurimeter::runtime {

// Addresses that are bound. Connections wait until Serve.
struct BoundAddresses {
  std::unique_ptr<ConnectionAcceptor> rpc;
  std::unique_ptr<MetricsServer> metrics;
};

// Sets the log level, binds both addresses of `options` and writes its address file.
//   INVALID_ARGUMENT, UNAVAILABLE  an address or the file cannot be had; the message names the
//   option
absl::StatusOr<BoundAddresses> BindAddresses(const ServerOptions& options);

// Reads the options anew, from where they came.
using ReadOptions = std::function<absl::StatusOr<ServerOptions>()>;

// Serves all of `served` and `metrics` on `bound` until SIGTERM or SIGINT. The gauge
// jurimeter_serving joins `metrics`: it is 1 while health says SERVING. After the signal:
//   1. health says NOT_SERVING, so that balancers look elsewhere
//   2. new calls are still served for drain_delay_s, or until the signal comes again
//   3. `drain` refuses new work and returns when what was accepted is answered
//   4. the last answers get a second to leave, then connections are closed
// A watchdog ends the process with 1 if that takes longer than drain_timeout_s.
// SIGHUP ends nothing: it takes the log level from `read_again`, or logs why it cannot.
//   UNAVAILABLE  gRPC does not start
absl::Status Serve(BoundAddresses bound, const ServerOptions& options,
                   const std::vector<ServedService>& served, Readiness* readiness,
                   MetricsServer::Collectables metrics, const std::function<void()>& drain,
                   const ReadOptions& read_again);

// 0 for OK; otherwise logs `status` and returns 1.
int ExitCode(const absl::Status& status);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_SERVE_H_
