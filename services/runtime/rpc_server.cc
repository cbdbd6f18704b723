#include "services/runtime/rpc_server.h"

#include <grpc/compression.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace jurimeter::runtime {
namespace {

// Keepalive: a peer that vanished without a word is noticed within half a minute.
constexpr int kKeepaliveMs = 20'000;
constexpr int kKeepaliveTimeoutMs = 10'000;
// Clients may ping as often as this.
constexpr int kMinPingMs = 5'000;
// Who connects and then says nothing is thrown out after this.
constexpr int kHandshakeTimeoutMs = 10'000;
// Longer than an answer takes to a client far away.
constexpr absl::Duration kLinger = absl::Milliseconds(200);

// The builder takes plugins for all servers of a process, once.
void EnablePlugins() {
  static const bool done = [] {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    return true;
  }();
  (void)done;
}

void AddServices(const std::vector<ServedService>& served, grpc::ServerBuilder* builder) {
  int max_receive_bytes = 0;
  for (const ServedService& each : served) {
    builder->RegisterService(each.service);
    max_receive_bytes = std::max(max_receive_bytes, each.max_receive_bytes);
  }
  builder->SetMaxReceiveMessageSize(max_receive_bytes);
}

void AddArguments(const RpcServerOptions& options, grpc::ServerBuilder* builder) {
  builder->AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.max_streams_per_connection);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder->AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kMinPingMs);
  builder->AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder->AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, kHandshakeTimeoutMs);
  // A compressed message is unpacked before its size is looked at: a few KB may become gigabytes.
  for (const auto algorithm : {GRPC_COMPRESS_DEFLATE, GRPC_COMPRESS_GZIP}) {
    builder->SetCompressionAlgorithmSupportStatus(algorithm, false);
  }
  grpc::ResourceQuota quota("jurimeter");
  quota.Resize(static_cast<size_t>(options.max_message_memory_mib) << 20);
  builder->SetResourceQuota(quota);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RpcServer>> RpcServer::Start(
    const RpcServerOptions& options, const std::vector<ServedService>& served) {
  EnablePlugins();
  auto acceptor = ConnectionAcceptor::Bind(options.listen);
  if (!acceptor.ok()) return acceptor.status();
  grpc::ServerBuilder builder;
  using Builder = grpc::ServerBuilder::experimental_type;
  auto sink = builder.experimental().AddExternalConnectionAcceptor(
      Builder::ExternalConnectionType::FROM_FD, grpc::InsecureServerCredentials());
  AddServices(served, &builder);
  AddArguments(options, &builder);
  auto server = std::unique_ptr<RpcServer>(new RpcServer());
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr) return absl::UnavailableError("gRPC does not start a server");
  // The health service knows only the names that it was told.
  for (const ServedService& each : served) {
    server->server_->GetHealthCheckService()->SetServingStatus(each.name, false);
  }
  server->SetServing(false);
  const size_t colon = options.listen.rfind(':');
  server->address_ = absl::StrCat(options.listen.substr(0, colon), ":", (*acceptor)->port());
  server->acceptor_ = *std::move(acceptor);
  server->acceptor_->Start(std::move(sink));
  return server;
}

void RpcServer::SetServing(bool serving) {
  server_->GetHealthCheckService()->SetServingStatus(serving);
}

void RpcServer::Shutdown(absl::Duration grace) {
  // A connection that is closed while its client still writes is reset, and what was on its way to
  // the client is lost. Leave clients the time to see that their calls ended.
  absl::SleepFor(kLinger);
  acceptor_->Stop();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
  server_->Wait();
}

}  // namespace jurimeter::runtime
