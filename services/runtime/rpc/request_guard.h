// Refuses a request before any of it is read, if it is compressed or has too much metadata.
//
// gRPC refuses both by itself, but without details, and nobody counts these refusals. So the server
// lets compressed messages in, still packed (GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION is 0). gRPC
// unpacks a message when it is read, and 1 MB can become 1 GB then. Therefore every service takes
// raw bytes, and nobody reads bytes that CheckMessage refuses.
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_RUNTIME_RPC_REQUEST_GUARD_H_
#define JURIMETER_SERVICES_RUNTIME_RPC_REQUEST_GUARD_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

namespace jurimeter::runtime {

// Most metadata of a call, counted as HTTP/2 does: names, values, and 32 bytes for each entry (RFC
// 9113, section 6.5.2).
inline constexpr size_t kMaxMetadataBytes = 8 * 1024;
// Beyond this, gRPC refuses a call by itself: with RESOURCE_EXHAUSTED without details, or by
// closing the connection with all its calls.
inline constexpr size_t kMaxTransportMetadataBytes = 64 * 1024;

// OK, or UNIMPLEMENTED with COMPRESSED_REQUEST.
grpc::Status CheckMessage(const grpc::ByteBuffer& bytes);

// OK, or RESOURCE_EXHAUSTED with METADATA_TOO_LARGE.
grpc::Status CheckMetadata(const grpc::CallbackServerContext& context);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_RPC_REQUEST_GUARD_H_
