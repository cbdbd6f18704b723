// Bytes and connections of the load clients.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_BENCH_WIRE_H_
#define JURIMETER_TOOLS_BENCH_WIRE_H_

#include <google/protobuf/message_lite.h>
#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace jurimeter::tools {

// A buffer of `bytes` without a copy. They must stay until the call that sends them is over.
grpc::ByteBuffer Borrowed(std::string_view bytes);

// Reads `bytes` into `message`. Returns false if they are not such a message.
bool ParseBytes(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite* message);

// `count` connected channels to `address`, each over a connection of its own.
//   UNAVAILABLE  nothing answers there
absl::StatusOr<std::vector<std::shared_ptr<grpc::Channel>>> Connections(const std::string& address,
                                                                        int count);

// The time to look next whether the user asked to end.
std::chrono::system_clock::time_point NextLook();

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_BENCH_WIRE_H_
