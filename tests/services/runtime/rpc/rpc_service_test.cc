// Methods by their descriptors: each has a handler, and each is guarded and counted.
#include "services/runtime/rpc/rpc_service.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <grpcpp/client_context.h>
#include <prometheus/registry.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/query/audit_service.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"

namespace jurimeter::test {
namespace {

using runtime::RpcHandlers;
using runtime::RpcService;

constexpr char kAudit[] = "jurimeter.v1.IndicatorAudit";

void EndEmpty(runtime::UnaryCall call) { call.End(grpc::ByteBuffer()); }

runtime::RawBidiReactor* NoStream(grpc::CallbackServerContext* /*context*/,
                                  const runtime::ObservedCall& /*observed*/) {
  return nullptr;
}

TEST(RpcServiceTest, IsKnownByItsName) {
  prometheus::Registry registry;
  runtime::CallMetrics calls(registry);
  EXPECT_EQ(query::AuditService(&calls).name(), kAudit);
}

TEST(RpcServiceDeathTest, RequiresAHandlerForEachMethodAndNoOthers) {
  prometheus::Registry registry;
  runtime::CallMetrics calls(registry);
  const auto serve = [&](const std::string& name, const RpcHandlers& handlers) {
    const RpcService service(name, handlers, &calls);
  };
  EXPECT_DEATH(serve("jurimeter.v1.Nothing", {}), "service");
  EXPECT_DEATH(serve(kAudit, {}), "method_count");
  EXPECT_DEATH(serve(kAudit, {{"Audit", EndEmpty}}), "handler");
  EXPECT_DEATH(serve(kAudit, {{"AuditFigures", NoStream}}), "handler");
  EXPECT_DEATH(serve(kAudit, {{"AuditFigures", EndEmpty}, {"Audit", EndEmpty}}), "method_count");
}

std::vector<const google::protobuf::MethodDescriptor*> MethodsOf(const std::string& service) {
  const auto* found =
      google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service);
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (int place = 0; found != nullptr && place < found->method_count(); ++place) {
    methods.push_back(found->method(place));
  }
  return methods;
}

std::string Handled(const google::protobuf::MethodDescriptor& method, const std::string& code) {
  return absl::StrCat("grpc_server_handled_total{grpc_code=\"", code, "\",grpc_method=\"",
                      method.name(), "\",grpc_service=\"", method.service()->full_name(),
                      "\",grpc_type=\"", method.client_streaming() ? "bidi_stream" : "unary",
                      "\"}");
}

template <typename Server>
void ExpectGuarded(Server* server, const std::string& service) {
  const auto methods = MethodsOf(service);
  ASSERT_FALSE(methods.empty()) << service;
  for (const auto* method : methods) {
    if (method->client_streaming()) continue;  // of a stream, each message is refused by itself
    const std::string path = absl::StrCat("/", service, "/", method->name());
    const RawAnswer answer =
        CallRaw(server->channel(), path, std::string(10'000, 'x'), GRPC_COMPRESS_GZIP);
    EXPECT_EQ(Decode(answer.status).reason, "COMPRESSED_REQUEST") << path;
    EXPECT_EQ(SampleOf(server->registry(), Handled(*method, "Unimplemented")), 1) << path;
  }
}

TEST(RpcServiceTest, EveryMethodIsGuardedAndCounted) {
  const std::string url = DatabaseWithCatalog();
  IngestionServer ingestion({.database_url = url});
  ExpectGuarded(&ingestion, "jurimeter.v1.IndicatorIngestion");
  ExpectGuarded(&ingestion, "jurimeter.v1.IndicatorLedger");
  QueryServer query({.database_url = url});
  ExpectGuarded(&query, "jurimeter.v1.IndicatorQuery");
}

TEST(RpcServiceTest, AStreamWithTooMuchMetadataIsRefusedAndCounted) {
  IngestionServer server({.database_url = DatabaseWithCatalog()});
  grpc::ClientContext context;
  context.AddMetadata("x-trace", std::string(10'000, 'x'));
  const auto stream = server.stub()->SubmitIndicatorStream(&context);
  v1::SubmitIndicatorStreamResponse response;
  EXPECT_FALSE(stream->Read(&response));
  const RichError error = Decode(stream->Finish());
  EXPECT_TRUE(error.Is(grpc::StatusCode::RESOURCE_EXHAUSTED, "METADATA_TOO_LARGE")) << error;
  for (const auto* method : MethodsOf("jurimeter.v1.IndicatorIngestion")) {
    if (!method->client_streaming()) continue;
    EXPECT_EQ(SampleOf(server.registry(), Handled(*method, "ResourceExhausted")), 1);
  }
}

}  // namespace
}  // namespace jurimeter::test
