#include "services/runtime/rpc/rpc_service.h"

#include <grpcpp/impl/codegen/server_callback_handlers.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/values/require.h"
#include "services/runtime/rpc/request_guard.h"

namespace jurimeter::runtime {
namespace {

using google::protobuf::MethodDescriptor;
using grpc::internal::RpcServiceMethod;
using UnaryMethod = grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>;
using StreamMethod = grpc::internal::CallbackBidiHandler<grpc::ByteBuffer, grpc::ByteBuffer>;

// A stream that ends before it begins.
class RefusedStream : public RawBidiReactor {
 public:
  explicit RefusedStream(const grpc::Status& status) { Finish(status); }
  void OnDone() override { delete this; }
};

std::string PathOf(const MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

MethodMetrics& MetricsOf(const MethodDescriptor& method, const char* type, CallMetrics* calls) {
  return calls->Method(method.service()->full_name(), method.name(), type);
}

// Whether `handler` is of the method's type: both sides stream, or neither does.
bool Fits(const MethodDescriptor& method,
          const std::variant<UnaryHandler, StreamHandler>& handler) {
  const bool streams = std::holds_alternative<StreamHandler>(handler);
  return method.client_streaming() == streams && method.server_streaming() == streams;
}

}  // namespace

RpcService::RpcService(std::string name, RpcHandlers handlers, CallMetrics* calls)
    : name_(std::move(name)) {
  const auto* service =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name_);
  JURIMETER_REQUIRE(service != nullptr);
  JURIMETER_REQUIRE(handlers.size() == static_cast<size_t>(service->method_count()));
  for (int place = 0; place < service->method_count(); ++place) {
    const MethodDescriptor& method = *service->method(place);
    const auto handler = handlers.find(method.name());
    JURIMETER_REQUIRE(handler != handlers.end() && Fits(method, handler->second));
    paths_.push_back(PathOf(method));
    std::visit([&](auto& of_type) { Add(method, std::move(of_type), calls); }, handler->second);
  }
}

void RpcService::Add(const MethodDescriptor& method, UnaryHandler handler, CallMetrics* calls) {
  AddMethod(new RpcServiceMethod(paths_.back().c_str(), RpcServiceMethod::NORMAL_RPC, nullptr));
  MethodMetrics* const metrics = &MetricsOf(method, "unary", calls);
  MarkMethodRawCallback(method.index(), new UnaryMethod([metrics, handler = std::move(handler)](
                                                            grpc::CallbackServerContext* context,
                                                            const grpc::ByteBuffer* request,
                                                            grpc::ByteBuffer* response) {
                          UnaryCall call(*metrics, context, request, response);
                          grpc::Status status = CheckMetadata(*context);
                          if (status.ok()) status = CheckMessage(*request);
                          if (status.ok()) {
                            handler(call);
                          } else {
                            call.End(status);
                          }
                          return call.reactor();
                        }));
}

void RpcService::Add(const MethodDescriptor& method, StreamHandler handler, CallMetrics* calls) {
  AddMethod(new RpcServiceMethod(paths_.back().c_str(), RpcServiceMethod::BIDI_STREAMING, nullptr));
  MethodMetrics* const metrics = &MetricsOf(method, "bidi_stream", calls);
  MarkMethodRawCallback(
      method.index(),
      new StreamMethod([metrics, handler = std::move(handler)](
                           grpc::CallbackServerContext* context) -> RawBidiReactor* {
        ObservedCall observed(*metrics);
        const grpc::Status status = CheckMetadata(*context);
        if (status.ok()) return handler(context, observed);
        observed.Finished(status);
        return new RefusedStream(status);
      }));
}

}  // namespace jurimeter::runtime
