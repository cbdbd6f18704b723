// The standard health service, grpc.health.v1.Health: it says what readiness.h decides.
// https://github.com/grpc/grpc/blob/master/doc/health-checking.md
//
// gRPC has such a service too. But it unpacks compressed requests of any size, and this server lets
// compressed requests in: request_guard.h says why.
//
// Threads: safe from any. It must outlive the server.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_HEALTH_SERVICE_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_HEALTH_SERVICE_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace jurimeter::runtime {

class HealthService : public grpc::health::v1::Health::WithRawCallbackMethod_Check<
                          grpc::health::v1::Health::WithRawCallbackMethod_Watch<
                              grpc::health::v1::Health::Service>> {
 public:
  using Status = grpc::health::v1::HealthCheckResponse::ServingStatus;

  // Knows "" and `services`, all NOT_SERVING.
  explicit HealthService(std::vector<std::string> services);
  // Requires that its server has ended: no call may be left.
  ~HealthService() override;

  // Sets what it says of all of them from now on.
  void SetServing(bool serving);

  grpc::ServerUnaryReactor* Check(grpc::CallbackServerContext* context,
                                  const grpc::ByteBuffer* request,
                                  grpc::ByteBuffer* response) override;
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Watch(grpc::CallbackServerContext* context,
                                                    const grpc::ByteBuffer* request) override;

 private:
  class Watcher;

  bool Knows(const std::string& service) const { return known_.count(service) > 0; }
  void Add(Watcher* watcher);
  void Remove(Watcher* watcher);

  const std::set<std::string> known_;
  absl::Mutex mutex_;
  Status status_ ABSL_GUARDED_BY(mutex_) = grpc::health::v1::HealthCheckResponse::NOT_SERVING;
  std::set<Watcher*> watchers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_HEALTH_SERVICE_H_
