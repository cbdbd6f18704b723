// SubmitIndicatorStream: order, half-close, failure, cancellation and flow control.
#include "services/ingestion/submit_stream.h"

#include <gmock/gmock.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/ingestion/batch_admission.h"
#include "tests/services/ingestion/scripted_store.h"
#include "tests/services/service_catalog.h"
#include "tests/services/test_servers.h"
#include "tests/services/wire.h"
#include "tests/support/postgres_cluster.h"

namespace jurimeter::test {
namespace {

using ::testing::ElementsAre;
using v1::IndicatorEvent;
using v1::SubmitIndicatorStreamRequest;
using v1::SubmitIndicatorStreamResponse;

constexpr char kStarted[] =
    "grpc_server_started_total{grpc_method=\"SubmitIndicatorStream\","
    "grpc_service=\"jurimeter.v1.IndicatorIngestion\",grpc_type=\"bidi_stream\"}";

std::string Handled(const std::string& code) {
  return "grpc_server_handled_total{grpc_code=\"" + code +
         "\",grpc_method=\"SubmitIndicatorStream\","
         "grpc_service=\"jurimeter.v1.IndicatorIngestion\",grpc_type=\"bidi_stream\"}";
}

SubmitIndicatorStreamRequest Batch(const std::vector<IndicatorEvent>& events) {
  return BatchOf<SubmitIndicatorStreamRequest>(events);
}

IndicatorEvent RefusedEvent() {
  IndicatorEvent event = SoundEvent(1);
  event.set_quantity(-1);
  return event;
}

// One stream of a client, on a connection of its own.
class Stream {
 public:
  explicit Stream(const IngestionServer& server) : Stream(NewChannel(server.address())) {}
  explicit Stream(const std::shared_ptr<grpc::Channel>& channel)
      : stub_(v1::IndicatorIngestion::NewStub(channel)) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + 10 * kPatience));
    call_ = stub_->SubmitIndicatorStream(&context_);
  }

  bool Write(const std::vector<IndicatorEvent>& events) { return call_->Write(Batch(events)); }
  bool Read(SubmitIndicatorStreamResponse* response) { return call_->Read(response); }
  void CloseOurSide() { call_->WritesDone(); }
  void Cancel() { context_.TryCancel(); }
  // Reads what is left first, as Finish requires.
  grpc::Status Finish() {
    SubmitIndicatorStreamResponse left;
    while (call_->Read(&left)) ++unread_;
    return call_->Finish();
  }
  int unread() const { return unread_; }

 private:
  std::unique_ptr<v1::IndicatorIngestion::Stub> stub_;
  grpc::ClientContext context_;
  std::unique_ptr<
      grpc::ClientReaderWriter<SubmitIndicatorStreamRequest, SubmitIndicatorStreamResponse>>
      call_;
  int unread_ = 0;
};

class StreamTest : public ::testing::Test {
 protected:
  StreamTest() : url_(DatabaseWithCatalog()), server_({.database_url = url_}) {}
  void SetUp() override { ASSERT_TRUE(AwaitHealth(server_.channel(), kServing)); }

  int64_t EventsStored() { return Query(url_, "SELECT count(*) FROM event")[0][0].as<int64_t>(); }

  const std::string url_;
  IngestionServer server_;
};

TEST_F(StreamTest, FiftyBatchesAreAnsweredInOrder) {
  Stream stream(server_);
  std::thread writer([&] {
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(stream.Write(SoundEvents(1 + 100 * i, 1 + i)));
    stream.CloseOurSide();
  });
  for (int i = 0; i < 50; ++i) {
    SubmitIndicatorStreamResponse response;
    ASSERT_TRUE(stream.Read(&response)) << i;
    EXPECT_EQ(response.outcomes_size(), 1 + i);
    EXPECT_THAT(response.outcomes(), ::testing::Each(v1::OUTCOME_RECORDED));
    EXPECT_GT(response.revision(), 0);
  }
  writer.join();
  const grpc::Status status = stream.Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(stream.unread(), 0);
  EXPECT_EQ(EventsStored(), 50 * 51 / 2);
}

TEST_F(StreamTest, OneBatchAtATimeWorksToo) {
  Stream stream(server_);
  for (int i = 1; i <= 30; ++i) {
    ASSERT_TRUE(stream.Write({SoundEvent(i)}));
    SubmitIndicatorStreamResponse response;
    ASSERT_TRUE(stream.Read(&response));
    EXPECT_EQ(response.revision(), 1 + i) << "the first is the catalog's";
  }
  stream.CloseOurSide();
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(StreamTest, AStreamOfNothingEndsWell) {
  Stream stream(server_);
  stream.CloseOurSide();
  EXPECT_TRUE(stream.Finish().ok());
  EXPECT_EQ(stream.unread(), 0);
}

TEST_F(StreamTest, ABatchOfRefusedOrNoEventsKeepsItsPlace) {
  Stream stream(server_);
  IndicatorEvent conflict = SoundEvent(1);
  conflict.set_quantity(5);
  SubmitIndicatorStreamResponse response;
  ASSERT_TRUE(stream.Write({SoundEvent(1)}));
  ASSERT_TRUE(stream.Read(&response)) << "only then is it stored before what follows";
  EXPECT_THAT(response.outcomes(), ElementsAre(v1::OUTCOME_RECORDED));
  ASSERT_TRUE(stream.Write({RefusedEvent(), RefusedEvent()}));
  ASSERT_TRUE(stream.Write({SoundEvent(1), SoundEvent(2), RefusedEvent(), conflict}));
  ASSERT_TRUE(stream.Write({}));
  ASSERT_TRUE(stream.Write({SoundEvent(3)}));
  stream.CloseOurSide();
  ASSERT_TRUE(stream.Read(&response));
  EXPECT_THAT(response.outcomes(), ElementsAre(v1::OUTCOME_REFUSED, v1::OUTCOME_REFUSED));
  EXPECT_EQ(response.revision(), 0);
  ASSERT_TRUE(stream.Read(&response));
  EXPECT_THAT(response.outcomes(), ElementsAre(v1::OUTCOME_DUPLICATE, v1::OUTCOME_RECORDED,
                                               v1::OUTCOME_REFUSED, v1::OUTCOME_CONFLICT));
  ASSERT_EQ(response.problems_size(), 2);
  EXPECT_EQ(response.problems(0).index(), 2);
  EXPECT_EQ(response.problems(1).index(), 3);
  ASSERT_TRUE(stream.Read(&response));
  EXPECT_EQ(response.outcomes_size(), 0);
  ASSERT_TRUE(stream.Read(&response));
  EXPECT_THAT(response.outcomes(), ElementsAre(v1::OUTCOME_RECORDED));
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(StreamTest, ATooLargeBatchEndsTheStreamAfterTheEarlierAnswers) {
  Stream stream(server_);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(stream.Write(SoundEvents(1 + 10 * i, 10)));
  ASSERT_TRUE(stream.Write(SoundEvents(1000, ingestion::kMaxBatchEvents + 1)));
  for (int i = 0; i < 10; ++i) {
    SubmitIndicatorStreamResponse response;
    ASSERT_TRUE(stream.Read(&response)) << i;
    EXPECT_EQ(response.outcomes_size(), 10);
  }
  const RichError error = Decode(stream.Finish());
  EXPECT_EQ(stream.unread(), 0);
  EXPECT_TRUE(error.Is(grpc::StatusCode::INVALID_ARGUMENT, "BATCH_TOO_LARGE")) << error;
  EXPECT_EQ(EventsStored(), 100);
}

TEST_F(StreamTest, ManyStreamsAtOnceLoseNothing) {
  constexpr int kStreams = 12;
  constexpr int kBatches = 150;
  std::vector<std::thread> clients;
  for (int client = 0; client < kStreams; ++client) {
    clients.emplace_back([&, client] {
      Stream stream(server_);
      std::thread writer([&] {
        for (int i = 0; i < kBatches; ++i) {
          EXPECT_TRUE(stream.Write(SoundEvents(1 + 1'000'000 * client + 100 * i, 1 + i % 7)));
        }
        stream.CloseOurSide();
      });
      for (int i = 0; i < kBatches; ++i) {
        SubmitIndicatorStreamResponse response;
        ASSERT_TRUE(stream.Read(&response)) << i;
        EXPECT_EQ(response.outcomes_size(), 1 + i % 7) << "answers are in the order of batches";
        EXPECT_THAT(response.outcomes(), ::testing::Each(v1::OUTCOME_RECORDED));
      }
      writer.join();
      const grpc::Status status = stream.Finish();
      EXPECT_TRUE(status.ok()) << status.error_message();
    });
  }
  for (std::thread& client : clients) client.join();
  int64_t sent = 0;
  for (int i = 0; i < kBatches; ++i) sent += kStreams * (1 + i % 7);
  EXPECT_EQ(EventsStored(), sent);
}

TEST_F(StreamTest, ACancelledStreamLeavesNothingBehind) {
  {
    Stream stream(server_);
    SubmitIndicatorStreamResponse response;
    ASSERT_TRUE(stream.Write({SoundEvent(1)}));
    ASSERT_TRUE(stream.Read(&response));
    ASSERT_TRUE(stream.Write(SoundEvents(10, 1000)));
    stream.Cancel();
    EXPECT_EQ(stream.Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  EXPECT_TRUE(Eventually([&] { return SampleOf(server_.registry(), Handled("Canceled")) == 1; }));
  const absl::Time start = absl::Now();
  server_.BeginDrain();
  server_.FinishDrain();
  EXPECT_LT(absl::Now() - start, kGrace) << "no reactor is left to wait for";
  EXPECT_EQ(SampleOf(server_.registry(), kStarted), 1);
}

class SlowStreamTest : public ::testing::Test {
 protected:
  SlowStreamTest()
      : server_({.database_url = DatabaseWithCatalog(),
                 .committer = {.max_queued_events = 20'000, .writers = 1},
                 .make_store = script_.Maker()}) {}
  void SetUp() override { ASSERT_TRUE(AwaitHealth(server_.channel(), kServing)); }
  void TearDown() override { script_.Release(); }

  StoreScript script_;
  IngestionServer server_;
};

// Writes to a stream from another thread and counts what it took.
class SteadyWriter {
 public:
  SteadyWriter(Stream* stream, int batches, std::vector<IndicatorEvent> events)
      : thread_([this, stream, batches, events = std::move(events)] {
          for (int i = 0; i < batches && stream->Write(events); ++i) ++written_;
          stream->CloseOurSide();
        }) {}
  ~SteadyWriter() { Join(); }

  void Join() {
    if (thread_.joinable()) thread_.join();
  }
  int written() const { return written_; }

  // What it has written when it gets no further.
  int AwaitHeldBack() const {
    return AwaitStandstill([this] { return written(); }, absl::Milliseconds(500));
  }

 private:
  std::atomic<int> written_ = 0;
  std::thread thread_;
};

TEST_F(SlowStreamTest, CancellationWhileCommitsWaitIsNoLeak) {
  script_.Hold();
  {
    Stream stream(server_);
    ASSERT_TRUE(stream.Write({SoundEvent(1)}));
    ASSERT_TRUE(script_.AwaitBegun(1));
    ASSERT_TRUE(stream.Write(SoundEvents(10, 3)));
    stream.Cancel();
    EXPECT_EQ(stream.Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  EXPECT_EQ(SampleOf(server_.registry(), Handled("Canceled")), 0) << "its commit is under way";
  script_.Release();
  EXPECT_TRUE(Eventually([&] { return SampleOf(server_.registry(), Handled("Canceled")) == 1; }));
}

TEST_F(SlowStreamTest, ASlowDatabaseHoldsTheClientBack) {
  constexpr int kBatches = 60;
  constexpr size_t kEvents = 2000;
  script_.Hold();
  Stream stream(server_);
  SteadyWriter writer(&stream, kBatches, SoundEvents(1, kEvents));
  ASSERT_TRUE(Eventually([&] { return server_.committer().full(); }));
  const int held = writer.AwaitHeldBack();
  EXPECT_LT(held, kBatches) << "the client was not held back";
  EXPECT_LE(server_.committer().queued_events(),
            server_.committer().max_queued_events() + ingestion::kMaxBatchEvents);
  script_.Release();
  SubmitIndicatorStreamResponse response;
  for (int i = 0; i < kBatches; ++i) ASSERT_TRUE(stream.Read(&response)) << i;
  writer.Join();
  EXPECT_EQ(writer.written(), kBatches);
  EXPECT_TRUE(stream.Finish().ok());
}

TEST_F(SlowStreamTest, AStreamIsNeverToldThatTheQueueIsFull) {
  constexpr int kStreams = 6;
  constexpr int kBatches = 20;
  script_.Hold();
  std::vector<std::unique_ptr<Stream>> streams;
  std::vector<std::unique_ptr<SteadyWriter>> writers;
  for (int i = 0; i < kStreams; ++i) {
    streams.push_back(std::make_unique<Stream>(server_));
    writers.push_back(std::make_unique<SteadyWriter>(streams[static_cast<size_t>(i)].get(),
                                                     kBatches, SoundEvents(1 + 10'000 * i, 2000)));
  }
  for (const auto& writer : writers) writer->AwaitHeldBack();
  EXPECT_LE(server_.committer().queued_events(),
            server_.committer().max_queued_events() + kStreams * 2000);
  script_.Release();
  for (size_t i = 0; i < kStreams; ++i) {
    const grpc::Status status = streams[i]->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(streams[i]->unread(), kBatches);
  }
}

int64_t ResidentBytes() {
  std::ifstream statm("/proc/self/statm");
  int64_t pages = 0;
  statm >> pages >> pages;
  return pages * sysconf(_SC_PAGESIZE);
}

TEST_F(SlowStreamTest, AClientThatDoesNotReadIsHeldBack) {
  // A few bytes of bad events each, and megabytes of answer that nobody takes.
  constexpr int kBatches = 60;
  const int64_t before = ResidentBytes();
  Stream stream(server_);
  SteadyWriter writer(&stream, kBatches,
                      std::vector<IndicatorEvent>(ingestion::kMaxBatchEvents, RefusedEvent()));
  EXPECT_LT(writer.AwaitHeldBack(), kBatches) << "the client was not held back";
  EXPECT_LT(ResidentBytes() - before, 150 << 20);
  SubmitIndicatorStreamResponse response;
  for (int i = 0; i < kBatches; ++i) ASSERT_TRUE(stream.Read(&response)) << i;
  EXPECT_TRUE(stream.Finish().ok());
}

constexpr char kRefused[] = "jurimeter_events_total{outcome=\"refused\"}";

// A connection whose client takes little before it is asked to.
std::shared_ptr<grpc::Channel> NarrowChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 64 << 10);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

TEST_F(SlowStreamTest, ManyClientsThatDoNotReadAreHeldBackTogether) {
  // Each alone may leave twice kMaxCommitEvents unread.
  constexpr size_t kStreams = 20;
  constexpr int kBatches = 8;
  const std::vector<IndicatorEvent> refused(ingestion::kMaxBatchEvents, RefusedEvent());
  SubmitIndicatorStreamResponse response;
  Stream reading(server_);
  ASSERT_TRUE(reading.Write(refused));
  ASSERT_TRUE(reading.Read(&response));
  const size_t answer_bytes = response.ByteSizeLong();
  // Beyond the budget each may have one more, and one that its client's library took.
  const size_t most_bytes =
      ingestion::SubmitStream::kMaxAnswerBytes + (2 * kStreams + 1) * answer_bytes;
  ASSERT_GT(kStreams * kBatches * answer_bytes, most_bytes) << "nobody would be held back";

  std::vector<std::unique_ptr<Stream>> unread;
  std::vector<std::unique_ptr<SteadyWriter>> writers;
  for (size_t i = 0; i < kStreams; ++i) {
    Stream* stream =
        unread.emplace_back(std::make_unique<Stream>(NarrowChannel(server_.address()))).get();
    writers.push_back(std::make_unique<SteadyWriter>(stream, kBatches, refused));
  }
  const auto batches_answered = [&] {
    return static_cast<size_t>(SampleOf(server_.registry(), kRefused)) / ingestion::kMaxBatchEvents;
  };
  const size_t answered = AwaitStandstill(batches_answered, absl::Seconds(1));
  EXPECT_LE(answered * answer_bytes, most_bytes);
  // Whoever reads goes on.
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(reading.Write(refused));
    ASSERT_TRUE(reading.Read(&response));
  }
  for (size_t i = 0; i < kStreams; ++i) {
    const grpc::Status status = unread[i]->Finish();
    EXPECT_TRUE(status.ok()) << status.error_code() << " " << status.error_message();
    EXPECT_EQ(unread[i]->unread(), kBatches);
  }
}

TEST_F(SlowStreamTest, AFailedCommitEndsTheStreamAfterTheEarlierAnswers) {
  Stream stream(server_);
  SubmitIndicatorStreamResponse response;
  ASSERT_TRUE(stream.Write({SoundEvent(1)}));
  ASSERT_TRUE(stream.Read(&response));
  script_.FailWith(absl::UnavailableError("its answer was lost"));
  ASSERT_TRUE(stream.Write({SoundEvent(2)}));
  const RichError error = Decode(stream.Finish());
  EXPECT_EQ(stream.unread(), 0);
  EXPECT_TRUE(error.Is(grpc::StatusCode::UNAVAILABLE, "DATABASE_UNAVAILABLE")) << error;
  EXPECT_TRUE(error.retry_delay.has_value());
}

}  // namespace
}  // namespace jurimeter::test
