// SubmitIndicatorBatch: an outcome for each event, and the refusals of a batch as a whole.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_replace.h"
#include "services/ingestion/batch_admission.h"
#include "tests/services/ingestion/scripted_store.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/eventually.h"
#include "tests/support/postgres_cluster.h"

namespace jurimeter::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using v1::IndicatorEvent;
using v1::SubmitIndicatorBatchRequest;
using v1::SubmitIndicatorBatchResponse;

class BatchTest : public ::testing::Test {
 protected:
  BatchTest() : url_(DatabaseWithCatalog()), server_({.database_url = url_}) {}
  void SetUp() override { ASSERT_TRUE(AwaitHealth(server_.channel(), kServing)); }

  grpc::Status Submit(const std::vector<IndicatorEvent>& events,
                      SubmitIndicatorBatchResponse* response) {
    grpc::ClientContext context;
    return server_.stub()->SubmitIndicatorBatch(
        &context, BatchOf<SubmitIndicatorBatchRequest>(events), response);
  }

  int64_t EventsStored() { return Query(url_, "SELECT count(*) FROM event")[0][0].as<int64_t>(); }

  const std::string url_;
  IngestionServer server_;
};

TEST_F(BatchTest, EachEventHasItsOwnOutcome) {
  SubmitIndicatorBatchResponse response;
  ASSERT_TRUE(Submit(SoundEvents(1, 2), &response).ok());
  IndicatorEvent conflict = SoundEvent(2);
  conflict.set_quantity(7);
  conflict.set_category("family");
  IndicatorEvent refused = SoundEvent(4);
  refused.set_quantity(-1);
  refused.set_bureau("harbour");
  const grpc::Status status =
      Submit({refused, SoundEvent(1), SoundEvent(3), conflict, SoundEvent(3), refused}, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(response.outcomes(),
              ElementsAre(v1::OUTCOME_REFUSED, v1::OUTCOME_DUPLICATE, v1::OUTCOME_RECORDED,
                          v1::OUTCOME_CONFLICT, v1::OUTCOME_DUPLICATE, v1::OUTCOME_REFUSED));
  EXPECT_EQ(response.revision(), 3);
  ASSERT_EQ(response.problems_size(), 3);
  EXPECT_EQ(response.problems(0).index(), 0);
  ASSERT_EQ(response.problems(0).violations_size(), 2);
  EXPECT_EQ(response.problems(0).violations(0).field(), "bureau");
  EXPECT_EQ(response.problems(0).violations(1).field(), "quantity");
  EXPECT_EQ(response.problems(1).index(), 3);
  ASSERT_EQ(response.problems(1).violations_size(), 2);
  EXPECT_EQ(response.problems(1).violations(0).field(), "category");
  EXPECT_EQ(response.problems(1).violations(1).field(), "quantity");
  EXPECT_EQ(response.problems(2).index(), 5);
  EXPECT_EQ(EventsStored(), 3);
}

// All three calls. A later catalog lacks the bureau.
TEST_F(BatchTest, WhatIsRecordedStaysADuplicateWhateverCatalogIsInForce) {
  const auto of_police = [](int number, int quantity) {
    return Report(number, "police", "disputes.received", quantity, "2023-06-01T02:00:00Z");
  };
  SubmitIndicatorBatchResponse response;
  ASSERT_TRUE(Submit({of_police(1, 5)}, &response).ok());
  const std::string police =
      "bureaus { code: \"police\" name_zh: \"公安\" name_en: \"Police\" region: \"2302\" }";
  const int64_t version = PutIntoForce(url_, absl::StrReplaceAll(kServiceCatalog, {{police, ""}}));
  ASSERT_TRUE(Eventually([&] { return server_.rules().current()->identity.revision == version; }));

  IndicatorEvent malformed = of_police(3, -1);
  ASSERT_TRUE(Submit({of_police(2, 1), malformed, of_police(1, 5), SoundEvent(4), of_police(1, 6)},
                     &response)
                  .ok());
  EXPECT_THAT(response.outcomes(),
              ElementsAre(v1::OUTCOME_REFUSED, v1::OUTCOME_REFUSED, v1::OUTCOME_DUPLICATE,
                          v1::OUTCOME_RECORDED, v1::OUTCOME_CONFLICT));
  ASSERT_EQ(response.problems_size(), 3);
  EXPECT_EQ(response.problems(0).index(), 0);
  EXPECT_EQ(response.problems(0).violations(0).field(), "bureau");
  EXPECT_THAT(response.problems(0).violations(0).description(), HasSubstr("not in the catalog"));
  EXPECT_EQ(response.problems(1).violations_size(), 2);
  EXPECT_EQ(response.problems(2).index(), 4);
  EXPECT_EQ(response.problems(2).violations(0).field(), "quantity");

  const auto submit_one = [&](const IndicatorEvent& event, v1::SubmitIndicatorResponse* one) {
    grpc::ClientContext context;
    v1::SubmitIndicatorRequest request;
    *request.mutable_event() = event;
    return server_.stub()->SubmitIndicator(&context, request, one);
  };
  v1::SubmitIndicatorResponse one;
  ASSERT_TRUE(submit_one(of_police(1, 5), &one).ok());
  EXPECT_EQ(one.outcome(), v1::OUTCOME_DUPLICATE);
  EXPECT_GT(one.revision(), version);
  EXPECT_TRUE(Decode(submit_one(of_police(1, 6), &one))
                  .Is(grpc::StatusCode::ALREADY_EXISTS, "EVENT_CONFLICT"));
  EXPECT_TRUE(Decode(submit_one(of_police(2, 1), &one))
                  .Is(grpc::StatusCode::INVALID_ARGUMENT, "EVENT_REFUSED"));

  grpc::ClientContext context;
  const auto stub = server_.stub();
  const auto call = stub->SubmitIndicatorStream(&context);
  v1::SubmitIndicatorStreamResponse streamed;
  ASSERT_TRUE(
      call->Write(BatchOf<v1::SubmitIndicatorStreamRequest>({of_police(2, 1), of_police(1, 5)})));
  ASSERT_TRUE(call->Read(&streamed));
  EXPECT_THAT(streamed.outcomes(), ElementsAre(v1::OUTCOME_REFUSED, v1::OUTCOME_DUPLICATE));
  call->WritesDone();
  EXPECT_TRUE(call->Finish().ok());

  // Each refusal counts once, when it is final: three of the second event, one of the third.
  const auto sample = [&](const std::string& name) { return SampleOf(server_.registry(), name); };
  EXPECT_EQ(sample("jurimeter_events_total{outcome=\"refused\"}"), 4);
  EXPECT_EQ(sample("jurimeter_events_total{outcome=\"duplicate\"}"), 3);
  EXPECT_EQ(sample("jurimeter_events_total{outcome=\"conflict\"}"), 2);
  EXPECT_EQ(sample("jurimeter_refused_events_total{field=\"bureau\",reason=\"unknown\"}"), 4);
  EXPECT_EQ(EventsStored(), 2);
}

TEST_F(BatchTest, NothingToStoreHasRevision0) {
  SubmitIndicatorBatchResponse response;
  ASSERT_TRUE(Submit({}, &response).ok());
  EXPECT_EQ(response.outcomes_size(), 0);
  EXPECT_EQ(response.revision(), 0);
  IndicatorEvent refused = SoundEvent(1);
  refused.set_quantity(-1);
  ASSERT_TRUE(Submit({refused, refused}, &response).ok());
  EXPECT_THAT(response.outcomes(), ElementsAre(v1::OUTCOME_REFUSED, v1::OUTCOME_REFUSED));
  EXPECT_EQ(response.revision(), 0);
}

TEST_F(BatchTest, TheLargestBatchIsRecorded) {
  SubmitIndicatorBatchResponse response;
  const grpc::Status status = Submit(SoundEvents(1, ingestion::kMaxBatchEvents), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(response.outcomes(), SizeIs(ingestion::kMaxBatchEvents));
  EXPECT_THAT(response.outcomes(), ::testing::Each(v1::OUTCOME_RECORDED));
  EXPECT_EQ(EventsStored(), ingestion::kMaxBatchEvents);
}

TEST_F(BatchTest, OneEventTooManyRefusesTheBatch) {
  SubmitIndicatorBatchResponse response;
  const RichError error = Decode(Submit(SoundEvents(1, ingestion::kMaxBatchEvents + 1), &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "BATCH_TOO_LARGE")) << error;
  EXPECT_THAT(error.DescriptionOf("events"), HasSubstr("10001 events; expected at most 10000"));
  EXPECT_EQ(EventsStored(), 0);
}

TEST_F(BatchTest, OneByteTooManyRefusesTheBatch) {
  std::vector<IndicatorEvent> events = SoundEvents(1, 9);
  events.push_back(SoundEvent(10));
  const auto bytes = [&] { return BatchOf<SubmitIndicatorBatchRequest>(events).ByteSizeLong(); };
  events.back().set_subject(std::string(ingestion::kMaxBatchBytes - bytes() - 8, 'x'));
  while (bytes() < ingestion::kMaxBatchBytes) events.back().mutable_subject()->push_back('x');
  ASSERT_EQ(bytes(), ingestion::kMaxBatchBytes);
  SubmitIndicatorBatchResponse response;
  ASSERT_TRUE(Submit(events, &response).ok()) << "4 MiB are allowed";
  EXPECT_EQ(response.outcomes(9), v1::OUTCOME_REFUSED) << "though not such a subject";
  EXPECT_EQ(EventsStored(), 9);

  events.back().mutable_subject()->push_back('x');
  events[0] = SoundEvent(20);
  const RichError error = Decode(Submit(events, &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "BATCH_TOO_LARGE")) << error;
  EXPECT_THAT(error.DescriptionOf("events"), HasSubstr("4194305 bytes; expected at most 4194304"));
  EXPECT_EQ(EventsStored(), 9);
}

TEST_F(BatchTest, TooManyEventsAndBytesAreNamedAtOnce) {
  std::vector<IndicatorEvent> events = SoundEvents(1, ingestion::kMaxBatchEvents + 1);
  for (IndicatorEvent& event : events) event.set_subject(std::string(500, 'x'));
  SubmitIndicatorBatchResponse response;
  const RichError error = Decode(Submit(events, &response));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "BATCH_TOO_LARGE")) << error;
  EXPECT_THAT(error.violations, SizeIs(2)) << error;
}

TEST_F(BatchTest, TheAnswerToTheWorstBatchFitsIntoAClientsDefaultLimit) {
  IndicatorEvent worst;
  worst.set_event_id(std::string(40, '\x01'));
  worst.set_bureau(std::string(60, '\x02'));
  worst.set_indicator(std::string(60, '\x03'));
  worst.set_quantity(-1);
  worst.set_subject(std::string(129, '\x04'));
  SubmitIndicatorBatchResponse response;
  const grpc::Status status =
      Submit(std::vector<IndicatorEvent>(ingestion::kMaxBatchEvents, worst), &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(response.problems_size(), ingestion::kMaxBatchEvents);
  EXPECT_LT(response.ByteSizeLong(), 4u << 20);
  EXPECT_EQ(response.problems(0).violations_size(), 6);
  EXPECT_THAT(response.problems().rbegin()->violations(0).description(), HasSubstr("not shown"));
}

TEST_F(BatchTest, WhatComesAtOnceIsCommittedOnce) {
  constexpr int kCallers = 8;
  std::vector<std::thread> callers;
  std::vector<SubmitIndicatorBatchResponse> responses(kCallers);
  for (auto& response : responses) {
    callers.emplace_back([&] {
      const grpc::Status status = Submit(SoundEvents(1, 200), &response);
      EXPECT_TRUE(status.ok()) << status.error_message();
    });
  }
  for (std::thread& caller : callers) caller.join();
  std::vector<int> recorded(200);
  for (const auto& response : responses) {
    ASSERT_EQ(response.outcomes_size(), 200);
    for (int i = 0; i < 200; ++i) {
      if (response.outcomes(i) == v1::OUTCOME_RECORDED) ++recorded[static_cast<size_t>(i)];
    }
  }
  EXPECT_THAT(recorded, ::testing::Each(1));
  EXPECT_EQ(EventsStored(), 200);
}

class OverloadTest : public ::testing::Test {
 protected:
  OverloadTest()
      : server_({.database_url = DatabaseWithCatalog(),
                 .committer = {.max_queued_events = 5, .writers = 1},
                 .make_store = script_.Maker()}) {}
  void SetUp() override { ASSERT_TRUE(AwaitHealth(server_.channel(), kServing)); }
  void TearDown() override {
    script_.Release();
    for (std::thread& caller : callers_) caller.join();
  }

  // Submits from another thread and expects success in the end.
  void SubmitAside(std::vector<IndicatorEvent> events) {
    callers_.emplace_back([this, events = std::move(events)] {
      const grpc::Status status = Submit(events);
      EXPECT_TRUE(status.ok()) << status.error_message();
    });
  }

  grpc::Status Submit(const std::vector<IndicatorEvent>& events) {
    grpc::ClientContext context;
    SubmitIndicatorBatchResponse response;
    return server_.stub()->SubmitIndicatorBatch(
        &context, BatchOf<SubmitIndicatorBatchRequest>(events), &response);
  }

  StoreScript script_;
  IngestionServer server_;
  std::vector<std::thread> callers_;
};

TEST_F(OverloadTest, AFullQueueIsSaidAtOnceWithTheTimeToRetry) {
  script_.Hold();
  SubmitAside(SoundEvents(1, 1));
  ASSERT_TRUE(script_.AwaitBegun(1));
  SubmitAside(SoundEvents(10, 5));
  ASSERT_TRUE(Eventually([&] { return server_.committer().queued_events() == 5; }));

  const RichError batch = Decode(Submit(SoundEvents(20, 1)));
  EXPECT_TRUE(batch.Is(grpc::StatusCode::RESOURCE_EXHAUSTED, "QUEUE_FULL")) << batch;
  ASSERT_TRUE(batch.retry_delay.has_value());
  EXPECT_GT(*batch.retry_delay, absl::ZeroDuration());

  grpc::ClientContext context;
  v1::SubmitIndicatorRequest request;
  *request.mutable_event() = SoundEvent(21);
  v1::SubmitIndicatorResponse response;
  const RichError single = Decode(server_.stub()->SubmitIndicator(&context, request, &response));
  EXPECT_TRUE(single.Is(grpc::StatusCode::RESOURCE_EXHAUSTED, "QUEUE_FULL")) << single;
  EXPECT_TRUE(single.retry_delay.has_value());

  script_.Release();
  EXPECT_TRUE(Eventually([&] { return Submit(SoundEvents(20, 1)).ok(); }));
}

TEST_F(OverloadTest, ABatchLargerThanTheWholeQueueIsTakenByAnEmptyOne) {
  const grpc::Status status = Submit(SoundEvents(1, 6));
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST_F(OverloadTest, AFailedCommitIsUnavailableAndMayBeSentAgain) {
  script_.FailWith(absl::UnavailableError("its answer was lost"));
  const RichError error = Decode(Submit(SoundEvents(1, 3)));
  EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE")) << error;
  EXPECT_TRUE(error.retry_delay.has_value());
  script_.FailWith(absl::OkStatus());
  EXPECT_TRUE(Eventually([&] { return Submit(SoundEvents(1, 3)).ok(); })) << "a probe succeeds";
}

TEST_F(OverloadTest, ADefectIsInternalAndTellsClientsNothingOfIt) {
  script_.FailWith(absl::InternalError("relation \"secret\" does not exist"));
  const RichError error = Decode(Submit(SoundEvents(1, 3)));
  EXPECT_TRUE(error.Is(grpc::StatusCode::INTERNAL, "INTERNAL")) << error;
  EXPECT_THAT(error.message, ::testing::Not(HasSubstr("secret")));
  EXPECT_FALSE(error.retry_delay.has_value());
}

}  // namespace
}  // namespace jurimeter::test
