// The sender against a service that fails as it is told.
#include "tools/jurimeter/events/correction_sender.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "jurimeter/v1/ingestion.grpc.pb.h"

namespace jurimeter::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ScriptedService : public v1::IndicatorIngestion::Service {
 public:
  // Calls end with `failures`, one each; all later ones succeed.
  explicit ScriptedService(std::deque<grpc::Status> failures, int extra_outcomes = 0)
      : failures_(std::move(failures)), extra_outcomes_(extra_outcomes) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }

  // One call is not answered while its caller waits: the first, or the one after `calls` others.
  void HangOnce(int calls = 0) {
    absl::MutexLock lock(&mutex_);
    until_hanging_ = calls;
  }

  grpc::Status RetractIndicatorBatch(grpc::ServerContext* context,
                                     const v1::RetractIndicatorBatchRequest* request,
                                     v1::RetractIndicatorBatchResponse* response) override {
    if (Hangs()) return Hang(*context);
    return Answer("retract", request->retractions_size(), request->dry_run(), response);
  }

  grpc::Status CorrectIndicatorBatch(grpc::ServerContext* /*context*/,
                                     const v1::CorrectIndicatorBatchRequest* request,
                                     v1::CorrectIndicatorBatchResponse* response) override {
    return Answer("correct", request->corrections_size(), request->dry_run(), response);
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }
  // "correct 3", or "correct 3 dry", of each call.
  std::vector<std::string> calls() {
    absl::MutexLock lock(&mutex_);
    return calls_;
  }

 private:
  bool Hangs() {
    absl::MutexLock lock(&mutex_);
    return until_hanging_-- == 0;
  }

  static grpc::Status Hang(const grpc::ServerContext& context) {
    for (int i = 0; i < 10'000 && !context.IsCancelled(); ++i) {
      absl::SleepFor(absl::Milliseconds(1));
    }
    return grpc::Status::CANCELLED;
  }

  template <typename Response>
  grpc::Status Answer(const char* name, int count, bool dry_run, Response* response) {
    absl::MutexLock lock(&mutex_);
    calls_.push_back(absl::StrCat(name, " ", count, dry_run ? " dry" : ""));
    if (!failures_.empty()) {
      const grpc::Status failure = failures_.front();
      failures_.pop_front();
      return failure;
    }
    for (int i = 0; i < count + extra_outcomes_; ++i) {
      response->add_outcomes(v1::CORRECTION_OUTCOME_DONE);
    }
    response->add_problems()->set_index(7);
    response->set_revision(42);
    return grpc::Status::OK;
  }

  absl::Mutex mutex_;
  int until_hanging_ ABSL_GUARDED_BY(mutex_) = -1;
  std::deque<grpc::Status> failures_ ABSL_GUARDED_BY(mutex_);
  const int extra_outcomes_;
  std::vector<std::string> calls_ ABSL_GUARDED_BY(mutex_);
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

std::vector<v1::Correction> Corrections(int count, bool with_replacement) {
  std::vector<v1::Correction> corrections(static_cast<size_t>(count));
  for (v1::Correction& each : corrections) {
    each.mutable_retraction()->set_reason("why");
    if (with_replacement) each.mutable_replacement();
  }
  return corrections;
}

CorrectionSenderOptions Quick() {
  return {.retries = {.patience = absl::Seconds(20),
                      .first_pause = absl::Milliseconds(1),
                      .longest_pause = absl::Milliseconds(2)}};
}

TEST(CorrectionSenderTest, CallsByWhatTheBatchIs) {
  ScriptedService service({});
  CorrectionSender sender(service.address(), /*dry_run=*/false, Quick());
  const auto corrected = sender.Send(Corrections(3, true));
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_EQ(corrected->outcomes_size(), 3);
  EXPECT_EQ(corrected->problems(0).index(), 7);
  EXPECT_EQ(corrected->revision(), 42);
  const auto retracted = sender.Send(Corrections(2, false));
  ASSERT_TRUE(retracted.ok()) << retracted.status();
  EXPECT_EQ(retracted->outcomes_size(), 2);
  EXPECT_EQ(retracted->problems(0).index(), 7);
  EXPECT_EQ(retracted->revision(), 42);
  EXPECT_THAT(service.calls(), ElementsAre("correct 3", "retract 2"));
}

TEST(CorrectionSenderTest, NothingNeedsNoCall) {
  CorrectionSender sender("127.0.0.1:1", /*dry_run=*/false, Quick());
  EXPECT_TRUE(sender.Send({}).ok());
}

TEST(CorrectionSenderTest, PassesOnThatItIsADryRun) {
  ScriptedService service({});
  CorrectionSender sender(service.address(), /*dry_run=*/true, Quick());
  EXPECT_TRUE(sender.Send(Corrections(1, true)).ok());
  EXPECT_TRUE(sender.Send(Corrections(1, false)).ok());
  EXPECT_THAT(service.calls(), ElementsAre("correct 1 dry", "retract 1 dry"));
}

TEST(CorrectionSenderTest, SendsAgainAfterAnErrorThatMayPass) {
  ScriptedService service({grpc::Status(grpc::StatusCode::UNAVAILABLE, "away"),
                           grpc::Status(grpc::StatusCode::RESOURCE_EXHAUSTED, "busy"),
                           grpc::Status(grpc::StatusCode::DEADLINE_EXCEEDED, "slow")});
  CorrectionSender sender(service.address(), /*dry_run=*/false, Quick());
  EXPECT_TRUE(sender.Send(Corrections(1, false)).ok());
  EXPECT_THAT(service.calls(), ElementsAre("retract 1", "retract 1", "retract 1", "retract 1"));
}

TEST(CorrectionSenderTest, SendsAgainWhatHasNoAnswerForLong) {
  ScriptedService service({});
  service.HangOnce();
  CorrectionSenderOptions options = Quick();
  options.attempt = absl::Milliseconds(200);
  CorrectionSender sender(service.address(), /*dry_run=*/false, options);
  const auto sent = sender.Send(Corrections(1, false));
  EXPECT_TRUE(sent.ok()) << sent.status();
  EXPECT_THAT(service.calls(), ElementsAre("retract 1"));
}

TEST(CorrectionSenderTest, EndsWithARefusal) {
  ScriptedService service({grpc::Status(grpc::StatusCode::PERMISSION_DENIED, "not you")});
  CorrectionSender sender(service.address(), /*dry_run=*/false, Quick());
  const absl::Status sent = sender.Send(Corrections(1, false)).status();
  EXPECT_EQ(sent.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(sent.message()), HasSubstr("not you"));
}

TEST(CorrectionSenderTest, GivesUpInTime) {
  ScriptedService service(
      std::deque<grpc::Status>(10'000, grpc::Status(grpc::StatusCode::UNAVAILABLE, "away")));
  CorrectionSenderOptions options = Quick();
  options.retries.patience = absl::Seconds(1);
  CorrectionSender sender(service.address(), /*dry_run=*/false, options);
  const absl::Status sent = sender.Send(Corrections(1, false)).status();
  EXPECT_EQ(sent.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(sent.message()), HasSubstr("gave up after 1s: away"));
}

TEST(CorrectionSenderTest, GivesUpWithWhatTheServiceSaidLast) {
  ScriptedService service({grpc::Status(grpc::StatusCode::UNAVAILABLE, "away")});
  service.HangOnce(/*calls=*/1);
  CorrectionSenderOptions options = Quick();
  options.retries.patience = absl::Seconds(1);
  CorrectionSender sender(service.address(), /*dry_run=*/false, options);
  const absl::Status sent = sender.Send(Corrections(1, false)).status();
  EXPECT_EQ(sent.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(sent.message()), HasSubstr("gave up after 1s: away"));
}

TEST(CorrectionSenderTest, TakesNoAnswerThatDoesNotFitItsBatch) {
  ScriptedService service({}, /*extra_outcomes=*/1);
  CorrectionSender sender(service.address(), /*dry_run=*/false, Quick());
  EXPECT_EQ(sender.Send(Corrections(1, true)).status().code(), absl::StatusCode::kInternal);
}

TEST(CorrectionSenderTest, IsUnavailableIfNothingAnswers) {
  CorrectionSender sender("127.0.0.1:1", /*dry_run=*/false, Quick());
  EXPECT_EQ(sender.Send(Corrections(1, true)).status().code(), absl::StatusCode::kUnavailable);
}

TEST(CorrectionSenderTest, AStoppedSenderSendsNoMore) {
  ScriptedService service({});
  CorrectionSender sender(service.address(), /*dry_run=*/false, Quick());
  sender.Stop();
  EXPECT_EQ(sender.Send(Corrections(1, true)).status().code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(service.calls(), ElementsAre());
}

}  // namespace
}  // namespace jurimeter::tools
