// Connections to the services.
#ifndef JURIMETER_TOOLS_JURIMETER_LOCAL_CHANNEL_H_
#define JURIMETER_TOOLS_JURIMETER_LOCAL_CHANNEL_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace grpc {
class Channel;
class Status;
}  // namespace grpc

namespace CLI {
class App;
}  // namespace CLI

namespace jurimeter::tools {

// Adds --ingestion or --query, with the address that `up` listens on by default.
void AddIngestionOption(CLI::App& app, std::string* address);
void AddQueryOption(CLI::App& app, std::string* address);

// A channel to `address` (host:port) that is not connected yet and will notice a dead peer.
// Channels share a connection unless they are told to have their own.
std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address, bool own_connection = false);

// The programs that commands call, for messages.
inline constexpr char kIngestionProgram[] = "jurimeter-ingestion";
inline constexpr char kQueryProgram[] = "jurimeter-query";

// Waits some seconds until `channel` to `address` is connected. So it reaches a service that is
// just starting, and repeats an attempt that failed by chance.
//   UNAVAILABLE  nothing answers there in gRPC; the message names the `expected` program
absl::Status AwaitConnection(grpc::Channel& channel, const std::string& address,
                             const std::string& expected);

// Whether the service at `address` answers SERVING to a standard health check within a second.
bool IsServing(const std::string& address);

// Describes `status` of a failed call to `address`; never empty. If the service there does not know
// the call, the text says which service it is, and which was `expected`.
std::string DescribeFailure(const std::string& address, const std::string& expected,
                            const grpc::Status& status);

// How long to wait before the same is sent again, if `status` has this reason in its details.
std::optional<absl::Duration> DelayOf(const grpc::Status& status, std::string_view reason);

// Prints `status` of a call to `address` with every violation in its details, or describes it.
// Returns the exit code: kFindings if the service refused what it was given, else kFailed.
int FailCall(const std::string& address, const std::string& expected, const grpc::Status& status);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_LOCAL_CHANNEL_H_
