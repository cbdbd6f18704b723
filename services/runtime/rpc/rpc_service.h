// A gRPC service by its descriptor, and the one way that all its calls go:
//
//   what must not be read is refused -> a handler reads the request and does it -> it is counted
//
// Methods take raw bytes, for the reasons of request_guard.h. A method without a handler is a fault
// of this program, which its start finds.
//
// Example:
//   AuditService::AuditService(runtime::CallMetrics* calls)
//       : RpcService(v1::IndicatorAudit::service_full_name(),
//                    {{"AuditFigures", [](runtime::UnaryCall call) { Audit(call); }}}, calls) {}
//
// Threads: handlers run on gRPC's. It must outlive the server.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_RPC_SERVICE_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_RPC_SERVICE_H_

#include <google/protobuf/descriptor.h>
#include <grpcpp/impl/codegen/service_type.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <variant>

#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/rpc/unary_call.h"

namespace jurimeter::runtime {

using RawBidiReactor = grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>;

// Ends each call, now or later. The request may be read.
using UnaryHandler = std::function<void(UnaryCall call)>;
// Makes the reactor of a stream, which counts the stream in `observed`. Each message of the stream
// must pass CheckMessage before it is read.
using StreamHandler =
    std::function<RawBidiReactor*(grpc::CallbackServerContext* context, ObservedCall observed)>;
// By the method's name.
using RpcHandlers = std::map<std::string, std::variant<UnaryHandler, StreamHandler>>;

class RpcService : public grpc::Service {
 public:
  // Of the service of this full name, such as "jurimeter.v1.IndicatorQuery". Requires a handler for
  // each of its methods, and no others. `calls` must outlive this.
  RpcService(std::string name, RpcHandlers handlers, CallMetrics* calls);

  const std::string& name() const { return name_; }

 private:
  void Add(const google::protobuf::MethodDescriptor& method, UnaryHandler handler,
           CallMetrics* calls);
  void Add(const google::protobuf::MethodDescriptor& method, StreamHandler handler,
           CallMetrics* calls);

  const std::string name_;
  std::deque<std::string> paths_;  // gRPC keeps pointers to them
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_RPC_SERVICE_H_
