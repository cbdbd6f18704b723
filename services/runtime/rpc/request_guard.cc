#include "services/runtime/rpc/request_guard.h"

#include "absl/strings/str_cat.h"
#include "services/runtime/rpc/request_decoder.h"
#include "services/runtime/rpc/rpc_status.h"

namespace jurimeter::runtime {
namespace {

constexpr size_t kBytesOfAnEntry = 32;

}  // namespace

grpc::Status CheckMessage(const grpc::ByteBuffer& bytes) {
  if (!IsCompressed(bytes)) return grpc::Status::OK;
  return WithReason(
      grpc::StatusCode::UNIMPLEMENTED, kCompressedRequest,
      "the message is compressed; expected it without compression (grpc-encoding: identity)");
}

grpc::Status CheckMetadata(const grpc::CallbackServerContext& context) {
  size_t bytes = 0;
  for (const auto& [name, value] : context.client_metadata()) {
    bytes += name.size() + value.size() + kBytesOfAnEntry;
  }
  if (bytes <= kMaxMetadataBytes) return grpc::Status::OK;
  return WithReason(grpc::StatusCode::RESOURCE_EXHAUSTED, kMetadataTooLarge,
                    absl::StrCat("the call's metadata has ", bytes, " bytes; expected at most ",
                                 kMaxMetadataBytes));
}

}  // namespace jurimeter::runtime
