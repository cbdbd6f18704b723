#include "services/runtime/rpc/unary_call.h"

#include "services/runtime/rpc/request_decoder.h"
#include "services/runtime/rpc/rpc_status.h"

namespace jurimeter::runtime {

std::optional<messages::InvalidTexts> UnaryCall::Read(google::protobuf::Message* message) {
  auto invalid_texts = DecodeRequest(*request_, message);
  if (!invalid_texts.has_value()) End(NotAMessage(*message));
  return invalid_texts;
}

void UnaryCall::End(const google::protobuf::Message& message) { End(EncodeResponse(message)); }

}  // namespace jurimeter::runtime
