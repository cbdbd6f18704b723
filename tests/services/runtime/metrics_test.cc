// What operators scrape.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "services/runtime/sampled_gauges.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"

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
  EXPECT_EQ(value("jurimeter_ledger_revision"), 2);
  EXPECT_THAT(Scrape(server.registry()), Not(HasSubstr("mediation"))) << "no bureau is a label";
}

class RefusedEventsTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(AwaitHealth(server_.channel(), kServing)); }

  double Refused(const std::string& field, const std::string& reason) {
    return SampleOf(server_.registry(), "jurimeter_refused_events_total{field=\"" + field +
                                            "\",reason=\"" + reason + "\"}");
  }

  static v1::IndicatorEvent Faulty(const std::string& bureau, int64_t quantity) {
    v1::IndicatorEvent event = SoundEvent(1);
    event.set_bureau(bureau);
    event.set_quantity(quantity);
    return event;
  }

  const std::string url_ = DatabaseWithCatalog();
  IngestionServer server_{{.database_url = url_}};
};

TEST_F(RefusedEventsTest, EachCallCountsThemByFieldAndReason) {
  const auto stub = server_.stub();
  EXPECT_EQ(Refused("quantity", "out_of_range"), 0) << "there before the first";
  {
    grpc::ClientContext context;
    v1::SubmitIndicatorRequest request;
    *request.mutable_event() = Faulty("court", -1);
    v1::SubmitIndicatorResponse response;
    EXPECT_FALSE(stub->SubmitIndicator(&context, request, &response).ok());
  }
  EXPECT_EQ(Refused("quantity", "out_of_range"), 1);
  {
    grpc::ClientContext context;
    v1::SubmitIndicatorBatchResponse response;
    EXPECT_TRUE(
        stub->SubmitIndicatorBatch(&context,
                                   BatchOf<v1::SubmitIndicatorBatchRequest>(
                                       {Faulty("court", -1), SoundEvent(7), Faulty("harbour", -1)}),
                                   &response)
            .ok());
  }
  EXPECT_EQ(Refused("quantity", "out_of_range"), 3);
  EXPECT_EQ(Refused("bureau", "unknown"), 1);
  {
    grpc::ClientContext context;
    const auto call = stub->SubmitIndicatorStream(&context);
    v1::SubmitIndicatorStreamResponse response;
    ASSERT_TRUE(call->Write(BatchOf<v1::SubmitIndicatorStreamRequest>({Faulty("harbour", 1)})));
    ASSERT_TRUE(call->Read(&response));
    call->WritesDone();
    EXPECT_TRUE(call->Finish().ok());
  }
  EXPECT_EQ(Refused("bureau", "unknown"), 2);
  EXPECT_EQ(Refused("event", "database"), 0);
  EXPECT_EQ(SampleOf(server_.registry(), "jurimeter_events_total{outcome=\"refused\"}"), 4);
  EXPECT_THAT(Scrape(server_.registry()), Not(HasSubstr("harbour"))) << "no label from outside";
}

TEST_F(RefusedEventsTest, WhatTheDatabaseRefusesIsCountedToo) {
  Query(url_, "ALTER TABLE event ADD CHECK (quantity <> 13)");
  grpc::ClientContext context;
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = Faulty("court", 13);
  v1::SubmitIndicatorResponse response;
  EXPECT_FALSE(server_.stub()->SubmitIndicator(&context, request, &response).ok());
  EXPECT_EQ(Refused("event", "database"), 1);
}

TEST_F(RefusedEventsTest, SamplesAreLoggedAtABoundedRate) {
  v1::IndicatorEvent stranger = Faulty("harbour\n{}", 1);
  stranger.set_subject(std::string(200, 'x'));
  std::vector<v1::IndicatorEvent> events(50, Faulty("court", -1));
  events.push_back(stranger);
  ::testing::internal::CaptureStderr();
  grpc::ClientContext context;
  v1::SubmitIndicatorBatchResponse response;
  EXPECT_TRUE(server_.stub()
                  ->SubmitIndicatorBatch(&context, BatchOf<v1::SubmitIndicatorBatchRequest>(events),
                                         &response)
                  .ok());
  const std::string log = ::testing::internal::GetCapturedStderr();
  std::vector<nlohmann::json> lines;
  for (absl::string_view line : absl::StrSplit(log, '\n', absl::SkipEmpty())) {
    auto parsed = nlohmann::json::parse(line.begin(), line.end());
    if (parsed["message"] == "an event was refused") lines.push_back(std::move(parsed));
  }
  ASSERT_EQ(lines.size(), 3u) << log;
  EXPECT_EQ(lines[0]["bureau"], "court");
  EXPECT_EQ(lines[0]["field"], "quantity");
  EXPECT_EQ(lines[0]["reason"], "out_of_range");
  EXPECT_THAT(lines[0]["fault"].get<std::string>(), HasSubstr("-1"));
  EXPECT_EQ(lines[1]["bureau"], "") << "one that the catalog has not";
  EXPECT_EQ(lines[1]["field"], "bureau");
  EXPECT_THAT(lines[1]["fault"].get<std::string>(), HasSubstr("harbour\\n"));
  EXPECT_EQ(lines[2]["reason"], "too_long");
  EXPECT_LT(lines[2]["fault"].get<std::string>().size(), 200u);
}

TEST(MetricsTest, TheLargestCommitHasItsBucket) {
  prometheus::Registry registry;
  ingestion::IngestionMetrics metrics(registry);
  metrics.commit_events().Observe(static_cast<double>(storage::kMaxCommitEvents));
  EXPECT_EQ(SampleOf(registry, "jurimeter_commit_events_bucket{le=\"30000\"}"), 1);
  EXPECT_EQ(SampleOf(registry, "jurimeter_commit_events_bucket{le=\"20000\"}"), 0);
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

TEST(SampledGaugesTest, AsksWhenScraped) {
  runtime::SampledGauges gauges;
  double depth = 3;
  gauges.AddGauge("queue", "Waiting.", [&] { return depth; });
  runtime::AddProcessMetrics(&gauges);
  EXPECT_EQ(gauges.Collect()[0].metric[0].gauge.value, 3);
  depth = 5;
  EXPECT_EQ(gauges.Collect()[0].metric[0].gauge.value, 5);
  for (const auto& family : gauges.Collect()) {
    const bool counter = family.type == prometheus::MetricType::Counter;
    EXPECT_EQ(counter, family.name == "process_cpu_seconds_total") << family.name;
    const auto& metric = family.metric[0];
    EXPECT_GT(counter ? metric.counter.value : metric.gauge.value, 0) << family.name;
  }
}

}  // namespace
}  // namespace jurimeter::test
