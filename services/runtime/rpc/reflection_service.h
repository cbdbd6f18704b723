// Server reflection (grpc.reflection), version 1 and its predecessor v1alpha, over the descriptors
// that are linked into the program. gRPC 1.51 has only v1alpha, and takes a thread for each call.
//
// Example:
//   ReflectionService reflection({"jurimeter.v1.IndicatorQuery", "grpc.health.v1.Health"});
//   for (grpc::Service* service : reflection.services()) builder.RegisterService(service);
//
// Threads: gRPC's. It must outlive the server.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_REFLECTION_SERVICE_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_REFLECTION_SERVICE_H_

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>
#include <string>
#include <vector>

#include "grpc/reflection/v1/reflection.pb.h"

namespace jurimeter::runtime {

class ReflectionService {
 public:
  // `served` are the full names of the services to list, besides reflection itself.
  explicit ReflectionService(std::vector<std::string> served);
  ~ReflectionService();

  // One for each version.
  std::vector<grpc::Service*> services() const;

 private:
  std::vector<std::string> names_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
};

// What a server of `services` answers to `request`. It can be asked without a server.
grpc::reflection::v1::ServerReflectionResponse Reflect(
    const grpc::reflection::v1::ServerReflectionRequest& request,
    const std::vector<std::string>& services);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_REFLECTION_SERVICE_H_
