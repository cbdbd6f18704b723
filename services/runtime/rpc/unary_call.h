// A unary call on raw bytes, from its start to its status. RpcService makes it.
//
// Threads: one at a time; the call may end on another thread than it began on.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_UNARY_CALL_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_UNARY_CALL_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <optional>

#include "services/messages/message_decoder.h"
#include "services/runtime/rpc/call_metrics.h"

namespace jurimeter::runtime {

// Copyable, so that it fits into the callback that ends it; End is called on one copy, once. The
// request is there until then.
class UnaryCall {
 public:
  UnaryCall(MethodMetrics& metrics, grpc::CallbackServerContext* context,
            const grpc::ByteBuffer* request, grpc::ByteBuffer* response)
      : observed_(metrics),
        reactor_(context->DefaultReactor()),
        context_(context),
        request_(request),
        response_(response) {}

  const grpc::ByteBuffer& request() const { return *request_; }
  // For the deadline, and whether the caller still waits.
  const grpc::CallbackServerContext& context() const { return *context_; }
  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

  // Reads the request into `message`, as messages::DecodeMessage does. Ends the call and returns
  // nothing if the bytes are no message of this type.
  std::optional<messages::InvalidTexts> Read(google::protobuf::Message* message);

  void End(const grpc::Status& status) {
    observed_.Finished(status);
    reactor_->Finish(status);
  }
  void End(const google::protobuf::Message& message);
  // Ends the call with a serialised message.
  void End(const grpc::ByteBuffer& message) {
    *response_ = message;
    End(grpc::Status::OK);
  }

 private:
  ObservedCall observed_;
  grpc::ServerUnaryReactor* reactor_;
  const grpc::CallbackServerContext* context_;
  const grpc::ByteBuffer* request_;
  grpc::ByteBuffer* response_;
};

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_UNARY_CALL_H_
