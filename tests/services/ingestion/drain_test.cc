// The orderly end: new work is refused, everything accepted is answered.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>

#include <thread>
#include <vector>

#include "tests/services/ingestion/scripted_store.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"

namespace jurimeter::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using v1::SubmitIndicatorStreamResponse;

class DrainTest : public ::testing::Test {
 protected:
  DrainTest()
      : server_({.database_url = DatabaseWithCatalog(),
                 .committer = {.writers = 1},
                 .make_store = script_.Maker()}) {}
  void SetUp() override { ASSERT_TRUE(AwaitHealth(server_.channel(), kServing)); }

  grpc::Status Submit(int number) {
    const auto stub = server_.stub();
    grpc::ClientContext context;
    v1::SubmitIndicatorRequest request;
    *request.mutable_event() = SoundEvent(number);
    v1::SubmitIndicatorResponse response;
    return stub->SubmitIndicator(&context, request, &response);
  }

  grpc::Status SubmitBatch(int first) {
    const auto stub = server_.stub();
    grpc::ClientContext context;
    v1::SubmitIndicatorBatchResponse response;
    return stub->SubmitIndicatorBatch(
        &context, BatchOf<v1::SubmitIndicatorBatchRequest>(SoundEvents(first, 3)), &response);
  }

  // Waits until the server refuses what is new.
  bool AwaitRefusal() {
    return Eventually([&] { return HealthOf(server_.channel()) == kNotServing; });
  }

  StoreScript script_;
  IngestionServer server_;
};

void ExpectShuttingDown(const grpc::Status& status) {
  const RichError error = Decode(status);
  EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "SHUTTING_DOWN")) << error;
  EXPECT_TRUE(error.retry_delay.has_value());
}

// Words that are true of a call that had no other part than this one.
void ExpectStoredNothing(const grpc::Status& status) {
  EXPECT_THAT(status.error_message(), HasSubstr("this call stored nothing"));
}

// Words that are true of a stream of which earlier batches were stored.
void ExpectAnsweredIsStored(const grpc::Status& status) {
  EXPECT_THAT(status.error_message(), HasSubstr("batches that were answered are stored"));
  EXPECT_THAT(status.error_message(), Not(HasSubstr("nothing")));
}

TEST_F(DrainTest, WhatWasAcceptedIsAnsweredAndNewWorkIsRefused) {
  script_.Hold();
  std::vector<std::thread> callers;
  for (int i = 0; i < 5; ++i) {
    callers.emplace_back([&, i] { EXPECT_TRUE(Submit(1 + i).ok()); });
    callers.emplace_back([&, i] { EXPECT_TRUE(SubmitBatch(100 + 10 * i).ok()); });
  }
  ASSERT_TRUE(script_.AwaitBegun(1));
  ASSERT_TRUE(Eventually(
      [&] { return script_.commit_sizes()[0] + server_.committer().queued_events() == 20; }));
  server_.BeginDrain();
  EXPECT_EQ(HealthOf(server_.channel()), kNotServing);
  for (const grpc::Status& status : {Submit(50), SubmitBatch(60)}) {
    ExpectShuttingDown(status);
    ExpectStoredNothing(status);
  }
  {
    const auto stub = server_.stub();
    grpc::ClientContext context;
    const auto call = stub->SubmitIndicatorStream(&context);
    SubmitIndicatorStreamResponse response;
    EXPECT_FALSE(call->Read(&response));
    ExpectShuttingDown(call->Finish());
  }
  std::thread finish([&] { server_.FinishDrain(); });
  script_.Release();
  for (std::thread& caller : callers) caller.join();
  finish.join();
}

TEST_F(DrainTest, AnIdleStreamEndsByItself) {
  const auto stub = server_.stub();
  grpc::ClientContext context;
  const auto call = stub->SubmitIndicatorStream(&context);
  SubmitIndicatorStreamResponse response;
  ASSERT_TRUE(call->Write(BatchOf<v1::SubmitIndicatorStreamRequest>({SoundEvent(1)})));
  ASSERT_TRUE(call->Read(&response));
  const absl::Time start = absl::Now();
  server_.BeginDrain();
  EXPECT_FALSE(call->Read(&response));
  const grpc::Status status = call->Finish();
  ExpectShuttingDown(status);
  ExpectAnsweredIsStored(status);
  server_.FinishDrain();
  EXPECT_LT(absl::Now() - start, kGrace) << "a call was left to wait for";
}

TEST_F(DrainTest, AStreamIsAnsweredWhatWasReadAndThenEnds) {
  const auto stub = server_.stub();
  grpc::ClientContext context;
  const auto call = stub->SubmitIndicatorStream(&context);
  script_.Hold();
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(call->Write(BatchOf<v1::SubmitIndicatorStreamRequest>(SoundEvents(10 * i + 1, 2))));
  }
  ASSERT_TRUE(Eventually([&] {
    const auto sizes = script_.commit_sizes();
    return !sizes.empty() && sizes[0] + server_.committer().queued_events() == 20;
  }));
  server_.BeginDrain();
  std::thread finish([&] { server_.FinishDrain(); });
  script_.Release();
  SubmitIndicatorStreamResponse response;
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(call->Read(&response)) << i;
    EXPECT_EQ(response.outcomes_size(), 2);
  }
  EXPECT_FALSE(call->Read(&response));
  ExpectShuttingDown(call->Finish());
  finish.join();
}

TEST_F(DrainTest, AClientThatHadClosedItsSideHasNothingToRetry) {
  const auto stub = server_.stub();
  grpc::ClientContext context;
  const auto call = stub->SubmitIndicatorStream(&context);
  script_.Hold();
  ASSERT_TRUE(call->Write(BatchOf<v1::SubmitIndicatorStreamRequest>({SoundEvent(1)})));
  ASSERT_TRUE(call->WritesDone());
  ASSERT_TRUE(script_.AwaitBegun(1));
  // Behind the end of the stream on the same connection: when it is answered, the end has come.
  EXPECT_EQ(HealthOf(server_.channel()), kServing);
  server_.BeginDrain();
  std::thread finish([&] { server_.FinishDrain(); });
  script_.Release();
  SubmitIndicatorStreamResponse response;
  EXPECT_TRUE(call->Read(&response));
  EXPECT_FALSE(call->Read(&response));
  const grpc::Status status = call->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  finish.join();
}

TEST_F(DrainTest, StreamsUnderLoadAreAnsweredWithoutGaps) {
  constexpr int kClients = 6;
  std::vector<std::thread> clients;
  std::atomic<int> under_way = 0;
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      const auto stub = v1::IndicatorIngestion::NewStub(NewChannel(server_.address()));
      grpc::ClientContext context;
      const auto call = stub->SubmitIndicatorStream(&context);
      std::thread writer([&] {
        for (int i = 0;; ++i) {
          const auto events = SoundEvents(1 + 1'000'000 * client + 10 * i, 1 + i % 5);
          if (!call->Write(BatchOf<v1::SubmitIndicatorStreamRequest>(events))) break;
        }
      });
      SubmitIndicatorStreamResponse response;
      int answered = 0;
      while (call->Read(&response)) {
        EXPECT_EQ(response.outcomes_size(), 1 + answered % 5);
        if (++answered == 10) ++under_way;
      }
      writer.join();
      ExpectShuttingDown(call->Finish());
    });
  }
  EXPECT_TRUE(Eventually([&] { return under_way == kClients; }));
  server_.BeginDrain();
  server_.FinishDrain();
  for (std::thread& client : clients) client.join();
}

TEST_F(DrainTest, HealthWatchersLearnOfIt) {
  const auto stub = grpc::health::v1::Health::NewStub(server_.channel());
  grpc::ClientContext context;
  const auto watch = stub->Watch(&context, grpc::health::v1::HealthCheckRequest());
  grpc::health::v1::HealthCheckResponse response;
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), kServing);
  server_.BeginDrain();
  ASSERT_TRUE(watch->Read(&response));
  EXPECT_EQ(response.status(), kNotServing);
  context.TryCancel();
  watch->Finish();
}

TEST(DrainWordsTest, AStreamThatLosesItsDatabaseKeepsWhatWasAnswered) {
  const std::string url = DatabaseWithCatalog();
  IngestionServer server({.database_url = url});
  ASSERT_TRUE(AwaitHealth(server.channel(), kServing));
  const auto stub = server.stub();
  grpc::ClientContext context;
  const auto call = stub->SubmitIndicatorStream(&context);
  SubmitIndicatorStreamResponse response;
  ASSERT_TRUE(call->Write(BatchOf<v1::SubmitIndicatorStreamRequest>({SoundEvent(1)})));
  ASSERT_TRUE(call->Read(&response));
  Query(url, "DROP TABLE ledger_head");
  ASSERT_TRUE(AwaitHealth(server.channel(), kNotServing));
  ASSERT_TRUE(call->Write(BatchOf<v1::SubmitIndicatorStreamRequest>({SoundEvent(2)})));
  EXPECT_FALSE(call->Read(&response));
  const grpc::Status status = call->Finish();
  EXPECT_TRUE(Decode(status).Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE"));
  ExpectAnsweredIsStored(status);
}

}  // namespace
}  // namespace jurimeter::test
