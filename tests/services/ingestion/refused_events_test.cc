// What operators see of events that are refused, by each call.
#include "services/ingestion/refused_events.h"

#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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

// The catalog that the service knows is up to a second older.
TEST_F(RefusedEventsTest, WhatANewCatalogAdmitsIsAdmittedAtOnce) {
  const std::string text = kServiceCatalog;
  PutIntoForce(
      url_,
      text +
          "bureaus { code: \"harbour\" name_zh: \"港\" name_en: \"Harbour\" region: \"2302\" }\n");
  grpc::ClientContext context;
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = Faulty("harbour", 1);
  v1::SubmitIndicatorResponse response;
  const grpc::Status status = server_.stub()->SubmitIndicator(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.outcome(), v1::OUTCOME_RECORDED);
  EXPECT_EQ(Refused("bureau", "unknown"), 0);
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

}  // namespace
}  // namespace jurimeter::test
