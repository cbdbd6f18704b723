// The life of a service's process after its parts are made: serve, await a signal, drain, end.
#ifndef JURIMETER_SERVICES_RUNTIME_SERVE_H_
#define JURIMETER_SERVICES_RUNTIME_SERVE_H_

#include <prometheus/collectable.h>

#include <functional>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "services/runtime/readiness.h"
#include "services/runtime/rpc_server.h"
#include "services/runtime/server_options.h"

namespace jurimeter::runtime {

// Serves all of `served` and their metrics by `options` until SIGTERM or SIGINT, and then:
//   1. health says NOT_SERVING, so that balancers look elsewhere
//   2. `drain` refuses new work and returns when what was accepted is answered
//   3. the last answers get a second to leave, then connections are closed
// A watchdog ends the process with 1 where that takes longer than drain_timeout_s.
//   UNAVAILABLE  an address cannot be bound
absl::Status Serve(const ServerOptions& options, const std::vector<ServedService>& served,
                   Readiness* readiness,
                   const std::vector<std::shared_ptr<prometheus::Collectable>>& metrics,
                   const std::function<void()>& drain);

// 0 for OK; otherwise logs `status` and returns 1.
int ExitCode(const absl::Status& status);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_SERVE_H_
