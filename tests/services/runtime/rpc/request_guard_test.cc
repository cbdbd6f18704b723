#include "services/runtime/rpc/request_guard.h"

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <string>

#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;

constexpr char kSubmit[] = "/jurimeter.v1.IndicatorIngestion/SubmitIndicator";

class RequestGuardTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(AwaitHealth(server_.channel(), kServing)); }

  // What becomes of a sound event in a call with so much metadata.
  RichError SubmitWithMetadata(size_t bytes) {
    grpc::ClientContext context;
    context.AddMetadata("x-trace", std::string(bytes, 'x'));
    v1::SubmitIndicatorRequest request;
    *request.mutable_event() = SoundEvent(1);
    v1::SubmitIndicatorResponse response;
    return Decode(server_.stub()->SubmitIndicator(&context, request, &response));
  }

  IngestionServer server_{{.database_url = DatabaseWithCatalog()}};
};

TEST_F(RequestGuardTest, CompressedMessagesAreRefusedBeforeTheyGrow) {
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = SoundEvent(510);
  // What would not get smaller is sent as it is, and taken.
  for (const size_t bytes : {size_t{100}, size_t{16} << 20}) {
    request.mutable_event()->set_subject(std::string(bytes, 'x'));
    for (const auto algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
      const RawAnswer answer =
          CallRaw(server_.channel(), kSubmit, request.SerializeAsString(), algorithm);
      const RichError error = Decode(answer.status);
      EXPECT_TRUE(error.Is(grpc::StatusCode::UNIMPLEMENTED, "COMPRESSED_REQUEST"))
          << bytes << ": " << error;
    }
  }
}

TEST_F(RequestGuardTest, TooMuchMetadataIsRefusedWithItsSize) {
  // Names, and the entries that gRPC adds by itself, take some hundred bytes.
  EXPECT_EQ(SubmitWithMetadata(runtime::kMaxMetadataBytes - 1000).code, grpc::StatusCode::OK);
  const RichError error = SubmitWithMetadata(runtime::kMaxMetadataBytes);
  EXPECT_TRUE(error.Is(grpc::StatusCode::RESOURCE_EXHAUSTED, "METADATA_TOO_LARGE")) << error;
  EXPECT_THAT(error.message, HasSubstr("bytes; expected at most 8192"));
}

TEST_F(RequestGuardTest, ARefusedCallIsCounted) {
  SubmitWithMetadata(runtime::kMaxMetadataBytes);
  EXPECT_EQ(SampleOf(server_.registry(),
                     "grpc_server_handled_total{grpc_code=\"ResourceExhausted\","
                     "grpc_method=\"SubmitIndicator\","
                     "grpc_service=\"jurimeter.v1.IndicatorIngestion\",grpc_type=\"unary\"}"),
            1);
}

}  // namespace
}  // namespace jurimeter::test
