// What operators scrape.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <string>

#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Labels(const std::string& method, const std::string& type) {
  return "grpc_method=\"" + method +
         "\",grpc_service=\"jurimeter.v1.IndicatorIngestion\",grpc_type=\"" + type + "\"}";
}

TEST(MetricsTest, CallsAreCountedByMethodAndCode) {
  IngestionServer server({.database_url = DatabaseWithCatalog()});
  ASSERT_TRUE(AwaitHealth(server.channel(), kServing));
  const auto stub = server.stub();
  for (const int quantity : {1, 1, -3, 2, -4}) {
    grpc::ClientContext context;
    v1::SubmitIndicatorRequest request;
    *request.mutable_event() = SoundEvent(1);
    request.mutable_event()->set_quantity(quantity);
    v1::SubmitIndicatorResponse response;
    stub->SubmitIndicator(&context, request, &response);
  }
  const auto value = [&](const std::string& name) { return SampleOf(server.registry(), name); };
  const std::string unary = Labels("SubmitIndicator", "unary");
  EXPECT_EQ(value("grpc_server_started_total{" + unary), 5);
  EXPECT_EQ(value("grpc_server_handled_total{grpc_code=\"OK\"," + unary), 2);
  EXPECT_EQ(value("grpc_server_handled_total{grpc_code=\"InvalidArgument\"," + unary), 2);
  EXPECT_EQ(value("grpc_server_handled_total{grpc_code=\"AlreadyExists\"," + unary), 1);
  EXPECT_EQ(value("grpc_server_handled_total{grpc_code=\"Unavailable\"," + unary), 0);
  EXPECT_EQ(value("grpc_server_handling_seconds_count{" + unary), 5);
  EXPECT_EQ(value("grpc_server_started_total{" + Labels("SubmitIndicatorStream", "bidi_stream")),
            0);
  EXPECT_EQ(value("jurimeter_events_total{outcome=\"recorded\"}"), 1);
  EXPECT_EQ(value("jurimeter_events_total{outcome=\"duplicate\"}"), 1);
  EXPECT_EQ(value("jurimeter_events_total{outcome=\"conflict\"}"), 1);
  EXPECT_EQ(value("jurimeter_events_total{outcome=\"refused\"}"), 2);
  EXPECT_EQ(value("jurimeter_commit_events_count"), 3);
  EXPECT_EQ(value("jurimeter_commit_seconds_count"), 3);
  EXPECT_EQ(value("jurimeter_failed_commits_total"), 0);
  EXPECT_EQ(value("jurimeter_ledger_revision"), 3);
  EXPECT_THAT(Scrape(server.registry()), Not(HasSubstr("mediation"))) << "no bureau is a label";
}

TEST(MetricsTest, QueriesAreCountedToo) {
  QueryServer server({.database_url = DatabaseWithCatalog()});
  ASSERT_TRUE(AwaitHealth(server.channel(), kServing));
  for (const int year : {2023, 1}) {
    grpc::ClientContext context;
    v1::QueryYearRequest request;
    request.set_year(year);
    v1::QueryYearResponse response;
    server.stub()->QueryYear(&context, request, &response);
  }
  const std::string labels =
      "grpc_method=\"QueryYear\",grpc_service=\"jurimeter.v1.IndicatorQuery\","
      "grpc_type=\"unary\"}";
  EXPECT_EQ(SampleOf(server.registry(), "grpc_server_started_total{" + labels), 2);
  EXPECT_EQ(SampleOf(server.registry(), "grpc_server_handled_total{grpc_code=\"OK\"," + labels), 1);
  EXPECT_EQ(SampleOf(server.registry(),
                     "grpc_server_handled_total{grpc_code=\"InvalidArgument\"," + labels),
            1);
}

}  // namespace
}  // namespace jurimeter::test
