// Messages as gRPC carries them: reads a request, writes a response.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_REQUEST_DECODER_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_REQUEST_DECODER_H_

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>

#include <optional>

#include "services/messages/message_decoder.h"

namespace jurimeter::runtime {

// Whether reading `bytes` would unpack them, to whatever size.
bool IsCompressed(const grpc::ByteBuffer& bytes);

// Reads `bytes` into `message` as messages::DecodeMessage does. Returns nothing, too, if the bytes
// are compressed: they are never unpacked.
std::optional<messages::InvalidTexts> DecodeRequest(const grpc::ByteBuffer& bytes,
                                                    google::protobuf::Message* message);

// Writes `message` as gRPC sends it.
grpc::ByteBuffer EncodeResponse(const google::protobuf::Message& message);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_REQUEST_DECODER_H_
