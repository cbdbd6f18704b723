// A unary call on raw bytes, from its start to its status.
//
// Threads: one at a time; the call may end on another thread than it began on.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_UNARY_CALL_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_UNARY_CALL_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/rpc/request_decoder.h"
#include "services/runtime/rpc/request_guard.h"

namespace jurimeter::runtime {

// Copyable, so that it fits into the callback that ends it; End is called on one copy, once.
class UnaryCall {
 public:
  UnaryCall(MethodMetrics& metrics, grpc::CallbackServerContext* context,
            grpc::ByteBuffer* response)
      : observed_(metrics),
        reactor_(context->DefaultReactor()),
        context_(context),
        response_(response) {}

  // Call it first. Ends the call and returns false if `request` must not be read.
  bool Admit(const grpc::ByteBuffer& request) {
    grpc::Status status = CheckMetadata(*context_);
    if (status.ok()) status = CheckMessage(request);
    if (!status.ok()) End(status);
    return status.ok();
  }

  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

  void End(const grpc::Status& status) {
    observed_.Finished(status);
    reactor_->Finish(status);
  }

  void End(const google::protobuf::Message& message) { End(EncodeResponse(message)); }

  // Ends the call with a serialised message.
  void End(const grpc::ByteBuffer& message) {
    *response_ = message;
    End(grpc::Status::OK);
  }

 private:
  ObservedCall observed_;
  grpc::ServerUnaryReactor* reactor_;
  const grpc::CallbackServerContext* context_;
  grpc::ByteBuffer* response_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_UNARY_CALL_H_
