// The sender against a service that breaks streams as it is told.
#include "tools/jurimeter/events/batch_sender.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "jurimeter/v1/ingestion.grpc.pb.h"

namespace jurimeter::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// How a stream goes: it answers so many messages, then ends with `end`, or when the client ends it.
struct Script {
  int answers = 1'000;
  grpc::Status end = grpc::Status::OK;
  int extra_outcomes = 0;  // in each answer
};

class ScriptedService : public v1::IndicatorIngestion::Service {
 public:
  // The last of `scripts` is that of all further streams too.
  explicit ScriptedService(std::vector<Script> scripts) : scripts_(std::move(scripts)) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }

  grpc::Status SubmitIndicatorStream(
      grpc::ServerContext* /*context*/,
      grpc::ServerReaderWriter<v1::SubmitIndicatorStreamResponse, v1::SubmitIndicatorStreamRequest>*
          stream) override {
    const Script script = NextScript();
    v1::SubmitIndicatorStreamRequest request;
    for (int answered = 0; answered < script.answers; ++answered) {
      if (!stream->Read(&request)) return grpc::Status::OK;
      v1::SubmitIndicatorStreamResponse response;
      for (int n = 0; n < request.events_size() + script.extra_outcomes; ++n) {
        response.add_outcomes(v1::OUTCOME_RECORDED);
      }
      response.set_revision(TakeRevision());
      stream->Write(response);
    }
    return script.end;
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

 private:
  Script NextScript() {
    absl::MutexLock lock(&mutex_);
    const size_t place = std::min(streams_++, scripts_.size() - 1);
    return scripts_[place];
  }
  int64_t TakeRevision() {
    absl::MutexLock lock(&mutex_);
    return ++revision_;
  }

  const std::vector<Script> scripts_;
  absl::Mutex mutex_;
  size_t streams_ ABSL_GUARDED_BY(mutex_) = 0;
  int64_t revision_ ABSL_GUARDED_BY(mutex_) = 0;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// Its first row has this line.
Batch BatchOf(int64_t line, int events) {
  Batch batch;
  batch.rows.push_back({.row = {.line = line, .fields = {}, .status = {}}, .status = {}});
  for (int n = 0; n < events; ++n) batch.request.add_events()->set_event_id(absl::StrCat(n));
  return batch;
}

class BatchSenderTest : public ::testing::Test {
 protected:
  // Sends batches with so many events each, at most two of them without an answer.
  absl::Status Send(const std::string& address, const std::vector<int>& sizes) {
    BatchSender sender(address,
                       [this](const Batch& batch, const BatchSender::Answer& answer) {
                         answered_.push_back(absl::StrCat(batch.rows.front().row.line, ":",
                                                          answer.outcomes_size()));
                       },
                       {.max_in_flight = 2,
                        .retries = {.first_pause = absl::Milliseconds(1),
                                    .longest_pause = absl::Milliseconds(2)}});
    int64_t line = 0;
    for (const int size : sizes) {
      const absl::Status sent = sender.Send(BatchOf(++line, size));
      if (!sent.ok()) return sent;
    }
    return sender.Finish();
  }

  // "LINE:OUTCOMES" of each answer. Nothing reads it before Finish.
  std::vector<std::string> answered_;
};

TEST_F(BatchSenderTest, AnswersEachBatchInOrder) {
  ScriptedService service({Script{}});
  EXPECT_EQ(Send(service.address(), {3, 1, 2, 1}), absl::OkStatus());
  EXPECT_THAT(answered_, ElementsAre("1:3", "2:1", "3:2", "4:1"));
}

TEST_F(BatchSenderTest, ABatchWithoutEventsIsAnsweredInItsTurn) {
  ScriptedService service({Script{}});
  EXPECT_EQ(Send(service.address(), {2, 0, 1}), absl::OkStatus());
  EXPECT_THAT(answered_, ElementsAre("1:2", "2:0", "3:1"));
}

TEST_F(BatchSenderTest, SendsAgainWhatAStreamLeftWithoutAnAnswer) {
  const grpc::Status away(grpc::StatusCode::UNAVAILABLE, "away");
  const grpc::Status busy(grpc::StatusCode::RESOURCE_EXHAUSTED, "busy");
  ScriptedService service({{.answers = 1, .end = away},
                           {.answers = 0, .end = busy},
                           {.answers = 2, .end = grpc::Status::OK},
                           Script{}});
  EXPECT_EQ(Send(service.address(), {1, 2, 3, 4}), absl::OkStatus());
  EXPECT_THAT(answered_, ElementsAre("1:1", "2:2", "3:3", "4:4"));
}

TEST_F(BatchSenderTest, EndsWithARefusal) {
  ScriptedService service(
      {Script{.answers = 0, .end = grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "not you")}});
  const absl::Status sent = Send(service.address(), {1});
  EXPECT_EQ(sent.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(sent.message()), HasSubstr("not you"));
  EXPECT_THAT(answered_, ElementsAre());
}

TEST_F(BatchSenderTest, TakesNoAnswerThatDoesNotFitItsBatch) {
  ScriptedService service({Script{.extra_outcomes = 1}});
  const absl::Status sent = Send(service.address(), {1});
  EXPECT_EQ(sent.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(answered_, ElementsAre());
}

TEST_F(BatchSenderTest, IsUnavailableIfNothingAnswers) {
  EXPECT_EQ(Send("127.0.0.1:1", {1}).code(), absl::StatusCode::kUnavailable);
}

TEST_F(BatchSenderTest, AStoppedSenderSendsNoMore) {
  ScriptedService service({Script{}});
  BatchSender sender(service.address(), [](const Batch&, const BatchSender::Answer&) {});
  sender.Stop();
  EXPECT_EQ(sender.Send(BatchOf(1, 1)).code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(sender.Finish().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace jurimeter::tools
