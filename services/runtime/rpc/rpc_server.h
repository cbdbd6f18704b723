// A gRPC server with standard health checks and reflection.
//
// Threads: Start and Shutdown from one thread; SetServing from any.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_RPC_SERVER_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_RPC_SERVER_H_

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/runtime/rpc/connection_acceptor.h"
#include "services/runtime/rpc/health_service.h"
#include "services/runtime/rpc/reflection_service.h"

namespace jurimeter::runtime {

struct RpcServerOptions {
  int max_streams_per_connection = 1000;
  int max_message_memory_mib = 256;
};

// A service of a server, which it must outlive. It takes raw bytes and reads none that
// request_guard.h refuses.
struct ServedService {
  grpc::Service* service;
  std::string name;                 // full name, for health checks of it
  int max_receive_bytes = 4 << 20;  // of one message; the largest holds for the server
};

class RpcServer {
 public:
  // Serves all of `served` to the connections of `acceptor`. Health is NOT_SERVING until
  // SetServing.
  //   UNAVAILABLE  gRPC does not start
  static absl::StatusOr<std::unique_ptr<RpcServer>> Start(
      std::unique_ptr<ConnectionAcceptor> acceptor, const RpcServerOptions& options,
      const std::vector<ServedService>& served);

  // The address that was bound, with its port.
  const std::string& address() const { return acceptor_->address(); }

  // What the health service answers, for "" and for each service by its name.
  void SetServing(bool serving);

  // Lets answers arrive and refuses new calls. Open calls may end within `grace`, then they are
  // cancelled. Every reactor must finish by itself once it is cancelled.
  void Shutdown(absl::Duration grace);

 private:
  explicit RpcServer(const std::vector<std::string>& names);

  void AddServices(const std::vector<ServedService>& served, grpc::ServerBuilder* builder);

  HealthService health_;
  ReflectionService reflection_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ConnectionAcceptor> acceptor_;  // ends before the server
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_RPC_SERVER_H_
