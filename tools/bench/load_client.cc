#include "tools/bench/load_client.h"

#include <grpcpp/grpcpp.h>

#include "tools/jurimeter/local/channel.h"

namespace jurimeter::bench {
namespace {

constexpr std::chrono::milliseconds kLookInterval(200);

}  // namespace

grpc::ByteBuffer Borrowed(std::string_view bytes) {
  const grpc::Slice slice(bytes.data(), bytes.size(), grpc::Slice::STATIC_SLICE);
  return grpc::ByteBuffer(&slice, 1);
}

absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connections(const std::string& address,
                                                                        int count) {
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int n = 0; n < count; ++n) {
    channels.push_back(tools::OpenChannel(address, /*own_connection=*/true));
    const absl::Status connected = tools::AwaitConnection(*channels.back(), address, "a service");
    if (!connected.ok()) return connected;
  }
  return channels;
}

std::chrono::system_clock::time_point NextLook() {
  return std::chrono::system_clock::now() + kLookInterval;
}

}  // namespace jurimeter::bench
