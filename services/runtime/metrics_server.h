// Serves /metrics over HTTP, for Prometheus.
//
// Connections are cheap and short: each takes one request, within seconds. A connection that stalls
// holds nobody up. If there are too many, the oldest make room.
//
// Example:
//   auto server = MetricsServer::Bind("[::1]:9464");
//   (*server)->Start({registry});
//
// Threads: one of its own; Bind and Start from one thread.
#ifndef JURIMETER_SERVICES_RUNTIME_METRICS_SERVER_H_
#define JURIMETER_SERVICES_RUNTIME_METRICS_SERVER_H_

#include <prometheus/collectable.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace jurimeter::runtime {

class MetricsServer {
 public:
  using Collectables = std::vector<std::shared_ptr<prometheus::Collectable>>;

  // Listens on every address of host:port (of --metrics-listen); port 0 takes a free one.
  // Connections wait until Start.
  //   as ListeningSockets::Bind
  static absl::StatusOr<std::unique_ptr<MetricsServer>> Bind(const std::string& listen);

  // Ends all connections.
  ~MetricsServer();

  // Collects from `collectables` at each scrape, and answers with what they say.
  void Start(Collectables collectables);

  // The address, with the port that was bound.
  const std::string& address() const;

 private:
  class Loop;

  explicit MetricsServer(std::unique_ptr<Loop> loop);

  std::unique_ptr<Loop> loop_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_METRICS_SERVER_H_
