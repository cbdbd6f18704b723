// The pieces of a service's process around its gRPC server: signals, watchdog, address file. Serve
// (serve.h) puts them together.
#ifndef JURIMETER_SERVICES_RUNTIME_SERVICE_PROCESS_H_
#define JURIMETER_SERVICES_RUNTIME_SERVICE_PROCESS_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace jurimeter::runtime {

// Keeps SIGTERM, SIGINT and SIGHUP for the functions below and ignores SIGPIPE. First thing in
// main, before any thread.
void BlockSignals();

// Returns when SIGTERM or SIGINT came. Calls `on_hangup` for each SIGHUP until then.
void AwaitTermination(const std::function<void()>& on_hangup);

// Returns when `delay` has passed, or at once when SIGTERM or SIGINT comes again.
void AwaitSecondTermination(absl::Duration delay);

// Ends the process with exit code 1 when `limit` has passed; there is no way back.
void StartWatchdog(absl::Duration limit);

// Writes {"listen": ..., "metrics": ...} to `file`, whole or not at all.
absl::Status WriteAddressFile(const std::string& file, const std::string& listen,
                              const std::string& metrics);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_SERVICE_PROCESS_H_
