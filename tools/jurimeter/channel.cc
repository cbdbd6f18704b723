#include "tools/jurimeter/channel.h"

#include <grpcpp/grpcpp.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "domain/text.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "tools/jurimeter/command.h"
#include "tools/jurimeter/event_fields.h"

namespace jurimeter::tools {
namespace {

constexpr int kKeepaliveTimeMs = 20'000;
constexpr int kKeepaliveTimeoutMs = 10'000;
// Between two attempts to connect; gRPC's own would grow to minutes.
constexpr int kFirstReconnectPauseMs = 100;
constexpr int kLongestReconnectPauseMs = 2'000;
// Answers to large queries and batches of refusals.
constexpr int kMaxReceiveBytes = 64 << 20;
constexpr std::chrono::seconds kConnectPatience(3);
constexpr std::chrono::seconds kHealthTimeout(1);

void AddAddressOption(CLI::App& app, const char* flag, const char* description,
                      const char* by_default, std::string* address) {
  *address = by_default;
  app.add_option(flag, *address, description)->type_name("HOST:PORT")->capture_default_str();
}

// The violations of a BadRequest among the details, a line each.
std::string Violations(const grpc::Status& status) {
  std::string lines;
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  for (const google::protobuf::Any& detail : details.details()) {
    google::rpc::BadRequest bad_request;
    if (!detail.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      absl::StrAppend(&lines, "  ", ToAbsl(FieldName(violation.field())), ": ",
                      violation.description(), "\n");
    }
  }
  return lines;
}

bool IsRefusal(grpc::StatusCode code) {
  return code == grpc::StatusCode::INVALID_ARGUMENT || code == grpc::StatusCode::ALREADY_EXISTS;
}

}  // namespace

void AddIngestionOption(CLI::App& app, std::string* address) {
  AddAddressOption(app, "--ingestion", "Address of the ingestion service", "127.0.0.1:50051",
                   address);
}

void AddQueryOption(CLI::App& app, std::string* address) {
  AddAddressOption(app, "--query", "Address of the query service", "127.0.0.1:50052", address);
}

std::shared_ptr<grpc::Channel> OpenChannel(const std::string& address, bool own_connection) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectPauseMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestReconnectPauseMs);
  // A proxy of the environment is not meant for these.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, own_connection ? 1 : 0);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

absl::Status AwaitConnection(grpc::Channel& channel, const std::string& address) {
  if (channel.WaitForConnected(std::chrono::system_clock::now() + kConnectPatience)) {
    return absl::OkStatus();
  }
  return absl::UnavailableError(
      absl::StrCat("nothing answers at ", address, "; is the service running there?"));
}

bool IsServing(const std::string& address) {
  const auto health = grpc::health::v1::Health::NewStub(OpenChannel(address));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kHealthTimeout);
  grpc::health::v1::HealthCheckResponse response;
  return health->Check(&context, {}, &response).ok() &&
         response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

int FailCall(const std::string& address, const grpc::Status& status) {
  const std::string violations = Violations(status);
  std::cerr << "jurimeter: " << address;
  if (violations.empty()) {
    std::cerr << ": " << status.error_message() << '\n';
  } else {
    // The message says the same in one line.
    std::cerr << " refuses:\n" << violations;
  }
  return IsRefusal(status.error_code()) ? kFindings : kFailed;
}

}  // namespace jurimeter::tools
