// The pieces of a service's process around its gRPC server: signals, watchdog, metrics endpoint,
// address file. Serve (serve.h) puts them together.
#ifndef JURIMETER_SERVICES_RUNTIME_SERVICE_PROCESS_H_
#define JURIMETER_SERVICES_RUNTIME_SERVICE_PROCESS_H_

#include <prometheus/collectable.h>
#include <prometheus/exposer.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace jurimeter::runtime {

// Keeps SIGTERM and SIGINT for AwaitTermination and ignores SIGPIPE.
void BlockSignals();

// Returns when SIGTERM or SIGINT came.
void AwaitTermination();

// Ends the process with exit code 1 when `limit` has passed; there is no way back.
void StartWatchdog(absl::Duration limit);

// Serves /metrics over HTTP.
class MetricsServer {
 public:
  // Port 0 takes a free one.
  //   UNAVAILABLE  the address cannot be bound
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Start(const std::string& listen);

  // Adds what is scraped; it must live as long as this.
  void Add(const std::shared_ptr<prometheus::Collectable>& collectable) {
    exposer_->RegisterCollectable(collectable);
  }

  const std::string& address() const { return address_; }

 private:
  MetricsServer() = default;

  std::unique_ptr<prometheus::Exposer> exposer_;
  std::string address_;
};

// Writes {"listen": ..., "metrics": ...} to `file`, whole or not at all.
absl::Status WriteAddressFile(const std::string& file, const std::string& listen,
                              const std::string& metrics);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_SERVICE_PROCESS_H_
