#include "services/runtime/rpc/request_decoder.h"

#include <grpc/impl/codegen/grpc_types.h>
#include <grpcpp/support/proto_buffer_writer.h>
#include <grpcpp/support/slice.h>

#include <cstdint>

namespace grpc::internal {

// A friend of gRPC's ByteBuffer, to look into a buffer without reading it.
class GrpcByteBufferPeer {
 public:
  static const grpc_byte_buffer* Of(const ByteBuffer& bytes) { return bytes.buffer_; }
};

}  // namespace grpc::internal

namespace jurimeter::runtime {

bool IsCompressed(const grpc::ByteBuffer& bytes) {
  const grpc_byte_buffer* buffer = grpc::internal::GrpcByteBufferPeer::Of(bytes);
  return buffer != nullptr && buffer->data.raw.compression != GRPC_COMPRESS_NONE;
}

std::optional<messages::InvalidTexts> DecodeRequest(const grpc::ByteBuffer& bytes,
                                                    google::protobuf::Message* message) {
  grpc::Slice slice;
  if (IsCompressed(bytes)) return std::nullopt;
  if (!bytes.DumpToSingleSlice(&slice).ok()) return std::nullopt;
  return messages::DecodeMessage({reinterpret_cast<const char*>(slice.begin()), slice.size()},
                                 message);
}

grpc::ByteBuffer EncodeResponse(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace jurimeter::runtime
