#include "tools/jurimeter/local/channel.h"

#include <grpcpp/grpcpp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "absl/strings/str_cat.h"
#include "domain/values/text.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "jurimeter/v1/query.grpc.pb.h"
#include "services/runtime/address_lookup.h"
#include "services/runtime/host_port.h"
#include "tools/jurimeter/events/event_fields.h"
#include "tools/jurimeter/local/exit_code.h"

namespace jurimeter::tools {
namespace {

constexpr int kKeepaliveTimeMs = 20'000;
constexpr int kKeepaliveTimeoutMs = 10'000;
// The pause between two attempts to connect. By default gRPC's pauses grow to minutes.
constexpr int kFirstReconnectPauseMs = 100;
constexpr int kLongestReconnectPauseMs = 2'000;
// Answers to large queries, and to batches of refused events, need room.
constexpr int kMaxReceiveBytes = 64 << 20;
constexpr std::chrono::seconds kConnectPatience(3);
constexpr std::chrono::seconds kHealthTimeout(1);

void AddAddressOption(CLI::App& app, const char* flag, const char* description,
                      const char* by_default, std::string* address) {
  *address = by_default;
  app.add_option(flag, *address, description)
      ->check(runtime::ServiceAddressFault)
      ->type_name("HOST:PORT")
      ->capture_default_str();
}

// The violations of a BadRequest in the details, one a line.
std::string ViolationLines(const grpc::Status& status) {
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

// Whether anything listens there, whatever its protocol.
bool AcceptsConnections(const std::string& address) {
  const absl::StatusOr<runtime::HostPort> parsed = runtime::ParseHostPort(address);
  if (!parsed.ok()) return false;
  const absl::StatusOr<runtime::AddressList> addresses = runtime::LookUpAddresses(*parsed);
  if (!addresses.ok()) return false;
  const addrinfo* found = addresses->get();
  const int fd = socket(found->ai_family, found->ai_socktype | SOCK_CLOEXEC, found->ai_protocol);
  if (fd < 0) return false;
  // Also bounds how long connecting takes.
  const timeval patience{.tv_sec = kHealthTimeout.count(), .tv_usec = 0};
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  const bool connected = connect(fd, found->ai_addr, found->ai_addrlen) == 0;
  close(fd);
  return connected;
}

grpc::Status CheckHealth(const std::string& address, const std::string& service,
                         grpc::health::v1::HealthCheckResponse* response) {
  const auto health = grpc::health::v1::Health::NewStub(OpenChannel(address));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kHealthTimeout);
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(service);
  return health->Check(&context, request, response);
}

// The program that serves `address`, as its health service knows it.
std::string ServiceAt(const std::string& address) {
  grpc::health::v1::HealthCheckResponse ignored;
  if (CheckHealth(address, v1::IndicatorIngestion::service_full_name(), &ignored).ok()) {
    return kIngestionProgram;
  }
  if (CheckHealth(address, v1::IndicatorQuery::service_full_name(), &ignored).ok()) {
    return kQueryProgram;
  }
  return "another gRPC server";
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
  // A proxy that the environment names is not meant for these calls.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, own_connection ? 1 : 0);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

absl::Status AwaitConnection(grpc::Channel& channel, const std::string& address,
                             const std::string& expected) {
  if (channel.WaitForConnected(std::chrono::system_clock::now() + kConnectPatience)) {
    return absl::OkStatus();
  }
  if (AcceptsConnections(address)) {
    return absl::UnavailableError(absl::StrCat("what answers at ", address,
                                               " does not speak gRPC; expected ", expected,
                                               ", whose gRPC port is not its metrics port"));
  }
  return absl::UnavailableError(
      absl::StrCat("nothing answers at ", address, "; is ", expected, " running there?"));
}

bool IsServing(const std::string& address) {
  grpc::health::v1::HealthCheckResponse response;
  return CheckHealth(address, "", &response).ok() &&
         response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

std::string DescribeFailure(const std::string& address, const std::string& expected,
                            const grpc::Status& status) {
  if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED && status.error_details().empty()) {
    return absl::StrCat("there is ", ServiceAt(address),
                        ", which does not know this call; expected ", expected, " of this version");
  }
  if (!status.error_message().empty()) return status.error_message();
  return absl::StrCat("the call failed with gRPC code ", status.error_code(), " and no message");
}

std::optional<absl::Duration> DelayOf(const grpc::Status& status, std::string_view reason) {
  google::rpc::Status details;
  details.ParseFromString(status.error_details());
  bool has_reason = false;
  std::optional<absl::Duration> delay;
  for (const google::protobuf::Any& detail : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) has_reason = info.reason() == reason;
    if (detail.UnpackTo(&retry)) {
      delay = absl::Seconds(retry.retry_delay().seconds()) +
              absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  return has_reason ? delay : std::nullopt;
}

int FailCall(const std::string& address, const std::string& expected, const grpc::Status& status) {
  const std::string violations = ViolationLines(status);
  std::cerr << "jurimeter: " << address;
  if (violations.empty()) {
    std::cerr << ": " << DescribeFailure(address, expected, status) << '\n';
  } else {
    // The message says the same in one line.
    std::cerr << " refuses:\n" << violations;
  }
  return IsRefusal(status.error_code()) ? kFindings : kFailed;
}

}  // namespace jurimeter::tools
