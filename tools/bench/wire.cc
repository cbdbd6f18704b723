#include "tools/bench/wire.h"

#include <grpcpp/grpcpp.h>

#include "tools/jurimeter/local/channel.h"

namespace jurimeter::tools {
namespace {

constexpr std::chrono::milliseconds kLookInterval(200);

}  // namespace

grpc::ByteBuffer Borrowed(std::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size(), grpc::Slice::STATIC_SLICE);
  return grpc::ByteBuffer(&slice, 1);
}

bool ParseBytes(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite* message) {
  grpc::Slice flat;
  return bytes.DumpToSingleSlice(&flat).ok() &&
         message->ParseFromArray(flat.begin(), static_cast<int>(flat.size()));
}

absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connections(const std::string& address,
                                                                        int count) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int n = 0; n < count; ++n) {
    channels.push_back(OpenChannel(address, /*own_connection=*/true));
    const absl::Status connected = AwaitConnection(*channels.back(), address, "a service");
    if (!connected.ok()) return connected;
  }
  return channels;
}

std::chrono::system_clock::time_point NextLook() {
  return std::chrono::system_clock::now() + kLookInterval;
}

}  // namespace jurimeter::tools
