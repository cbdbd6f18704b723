// What the clients that load a service share: bytes, connections, and when to look whether to end.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_BENCH_LOAD_CLIENT_H_
#define JURIMETER_TOOLS_BENCH_LOAD_CLIENT_H_

#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace jurimeter::bench {

// A buffer of `bytes` without a copy. They must stay until the call that sends them is over.
grpc::ByteBuffer Borrowed(std::string_view bytes);

// The message that `bytes` are; nothing if they are none.
template <typename Message>
std::optional<Message> ParseBytes(const grpc::ByteBuffer& bytes) {
  grpc::Slice flat;
  Message message;
  if (!bytes.DumpToSingleSlice(&flat).ok()) return std::nullopt;
  if (!message.ParseFromArray(flat.begin(), static_cast<int>(flat.size()))) return std::nullopt;
  return message;
}

// `count` connected channels to `address`, each over a connection of its own.
//   UNAVAILABLE  nothing answers there
absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connections(const std::string& address,
                                                                        int count);

// The time to look next whether the user asked to end.
std::chrono::system_clock::time_point NextLook();

}  // namespace jurimeter::bench

#endif  // JURIMETER_TOOLS_BENCH_LOAD_CLIENT_H_
