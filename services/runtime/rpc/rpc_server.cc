#include "services/runtime/rpc/rpc_server.h"

#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <algorithm>

#include "absl/time/clock.h"
#include "services/runtime/rpc/request_guard.h"

namespace jurimeter::runtime {
namespace {

// Keepalive: a peer that vanished is noticed within half a minute.
constexpr int kKeepaliveMs = 20'000;
constexpr int kKeepaliveTimeoutMs = 10'000;
// Least time between two pings of a client.
constexpr int kMinPingMs = 5'000;
// A client that connects and then says nothing is disconnected after this.
constexpr int kHandshakeTimeoutMs = 10'000;
// Longer than an answer takes to reach a distant client.
constexpr absl::Duration kLinger = absl::Milliseconds(200);

std::vector<std::string> NamesOf(const std::vector<ServedService>& served) {
  std::vector<std::string> names;
  for (const ServedService& each : served) names.push_back(each.name);
  return names;
}

std::vector<std::string> WithHealth(std::vector<std::string> names) {
  names.push_back(grpc::health::v1::Health::service_full_name());
  return names;
}

void AddArguments(const RpcServerOptions& options, grpc::ServerBuilder* builder) {
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_streams_per_connection);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kMinPingMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder->AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeTimeoutMs);
  // Services refuse compressed messages themselves, with details (request_guard.h).
  builder->AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
  builder->AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMaxTransportMetadataBytes);
  // If memory is short, gRPC's probe makes windows smaller than clients may still fill, and resets
  // the streams that fill them. Large messages do not need the probe: gRPC opens the window for a
  // message that somebody waits for.
  builder->AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  grpc::ResourceQuota quota("jurimeter");
  quota.Resize(static_cast<size_t>(options.max_message_memory_mib) << 20);
  builder->SetResourceQuota(quota);
}

}  // namespace

RpcServer::RpcServer(const std::vector<std::string>& names)
    : health_(names), reflection_(WithHealth(names)) {}

void RpcServer::AddServices(const std::vector<ServedService>& served,
                            grpc::ServerBuilder* builder) {
  int max_receive_bytes = 0;
  for (const ServedService& each : served) {
    builder->RegisterService(each.service);
    max_receive_bytes = std::max(max_receive_bytes, each.max_receive_bytes);
  }
  builder->RegisterService(&health_);
  for (grpc::Service* service : reflection_.services()) builder->RegisterService(service);
  builder->SetMaxReceiveMessageSize(max_receive_bytes);
}

absl::StatusOr<std::unique_ptr<RpcServer>> RpcServer::Start(
    std::unique_ptr<ConnectionAcceptor> acceptor, const RpcServerOptions& options,
    const std::vector<ServedService>& served) {
  // HealthService takes its place.
  grpc::EnableDefaultHealthCheckService(false);
  grpc::ServerBuilder builder;
  using Builder = grpc::ServerBuilder::experimental_type;
  auto sink = builder.experimental().AddExternalConnectionAcceptor(
      Builder::ExternalConnectionType::FROM_FD, grpc::InsecureServerCredentials());
  auto server = std::unique_ptr<RpcServer>(new RpcServer(NamesOf(served)));
  server->AddServices(served, &builder);
  AddArguments(options, &builder);
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) return absl::UnavailableError("gRPC does not start a server");
  server->acceptor_ = std::move(acceptor);
  server->acceptor_->Start(std::move(sink));
  return server;
}

void RpcServer::SetServing(bool serving) { health_.SetServing(serving); }

void RpcServer::Shutdown(absl::Duration grace) {
  // If a connection is closed while its client still writes, it is reset, and answers on their way
  // are lost. So clients get the time to see that their calls ended.
  absl::SleepFor(kLinger);
  acceptor_->Stop();
  // gRPC takes deadlines by the clock of this machine.
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  server_->Wait();
}

}  // namespace jurimeter::runtime
