// Against a service that answers when it is told.
#include "tools/jurimeter/events/corrections_in_flight.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "jurimeter/v1/ingestion.grpc.pb.h"

namespace jurimeter::tools {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Knows each call by the first event that it names.
class HeldService : public v1::IndicatorIngestion::Service {
 public:
  HeldService() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(this);
    server_ = builder.BuildAndStart();
  }
  ~HeldService() override {
    ReleaseAll();
    server_->Shutdown();
  }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  // Waits until just these calls wait for their answers.
  void AwaitCalls(const absl::btree_set<std::string>& names) {
    absl::MutexLock lock(&mutex_);
    const auto all_there = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return waiting_ == names; };
    mutex_.Await(absl::Condition(&all_there));
  }
  void Release(const std::string& name) {
    absl::MutexLock lock(&mutex_);
    released_.insert(name);
  }
  void ReleaseAll() {
    absl::MutexLock lock(&mutex_);
    all_released_ = true;
  }
  // From now on the call is refused.
  void Refuse(const std::string& name) {
    absl::MutexLock lock(&mutex_);
    refused_.insert(name);
  }
  std::vector<std::string> calls() {
    absl::MutexLock lock(&mutex_);
    return calls_;
  }

  grpc::Status RetractIndicatorBatch(grpc::ServerContext* /*context*/,
                                     const v1::RetractIndicatorBatchRequest* request,
                                     v1::RetractIndicatorBatchResponse* response) override {
    return Answer(request->retractions(0).event_id(), request->retractions_size(), response);
  }
  grpc::Status CorrectIndicatorBatch(grpc::ServerContext* /*context*/,
                                     const v1::CorrectIndicatorBatchRequest* request,
                                     v1::CorrectIndicatorBatchResponse* response) override {
    return Answer(request->corrections(0).retraction().event_id(), request->corrections_size(),
                  response);
  }

 private:
  template <typename Response>
  grpc::Status Answer(const std::string& name, int count, Response* response) {
    absl::MutexLock lock(&mutex_);
    calls_.push_back(name);
    waiting_.insert(name);
    const auto may_answer = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
      return all_released_ || released_.contains(name);
    };
    mutex_.Await(absl::Condition(&may_answer));
    waiting_.erase(name);
    if (refused_.contains(name)) return {grpc::StatusCode::PERMISSION_DENIED, "not you"};
    for (int i = 0; i < count; ++i) response->add_outcomes(v1::CORRECTION_OUTCOME_DONE);
    return grpc::Status::OK;
  }

  absl::Mutex mutex_;
  absl::btree_set<std::string> waiting_ ABSL_GUARDED_BY(mutex_);
  absl::btree_set<std::string> released_ ABSL_GUARDED_BY(mutex_);
  absl::btree_set<std::string> refused_ ABSL_GUARDED_BY(mutex_);
  bool all_released_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::string> calls_ ABSL_GUARDED_BY(mutex_);
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

// Each row "old>new" is a correction, and "old" a retraction.
CorrectionBatch BatchOf(const std::vector<std::string>& rows) {
  CorrectionBatch batch;
  for (const std::string& row : rows) {
    const size_t arrow = row.find('>');
    v1::Correction correction;
    correction.mutable_retraction()->set_event_id(row.substr(0, arrow));
    if (arrow != std::string::npos) {
      correction.mutable_replacement()->set_event_id(row.substr(arrow + 1));
    }
    batch.Add({}, Checked<v1::Correction, std::string>(correction));
  }
  return batch;
}

class CorrectionsInFlightTest : public testing::Test {
 protected:
  // Remembers "corrected outcomes, retracted outcomes" of each batch that was answered.
  CorrectionsInFlight InFlight() {
    return CorrectionsInFlight(&sender_, [this](const CorrectionBatch& batch,
                                                const CorrectionsInFlight::Answers& answers) {
      answered_.push_back(absl::StrCat(batch.rows().size(), ": ",
                                       answers.corrections.outcomes_size(), ", ",
                                       answers.retractions.outcomes_size()));
    });
  }

  HeldService service_;
  CorrectionSender sender_{service_.address(), /*dry_run=*/false};
  std::vector<std::string> answered_;
};

TEST_F(CorrectionsInFlightTest, AnswersInTheOrderOfSending) {
  CorrectionsInFlight in_flight = InFlight();
  ASSERT_TRUE(in_flight.Send(BatchOf({"a>b"})).ok());
  ASSERT_TRUE(in_flight.Send(BatchOf({"c", "d"})).ok());
  service_.AwaitCalls({"a", "c"});
  service_.Release("c");
  service_.AwaitCalls({"a"});
  service_.Release("a");
  EXPECT_TRUE(in_flight.Finish().ok());
  EXPECT_THAT(answered_, ElementsAre("1: 1, 0", "2: 0, 2"));
}

TEST_F(CorrectionsInFlightTest, SendsBothKindsOfABatch) {
  service_.ReleaseAll();
  CorrectionsInFlight in_flight = InFlight();
  ASSERT_TRUE(in_flight.Send(BatchOf({"a>b", "c", "d>e"})).ok());
  EXPECT_TRUE(in_flight.Finish().ok());
  EXPECT_THAT(answered_, ElementsAre("3: 2, 1"));
}

TEST_F(CorrectionsInFlightTest, ABatchWaitsForAnotherThatNamesItsEvent) {
  for (const auto& [first, second, name] :
       {std::tuple("a>b", "B>c", "B"), std::tuple("a>b", "b", "b"), std::tuple("a", "a", "a"),
        std::tuple("a", "c>A", "c")}) {
    HeldService service;
    CorrectionSender sender(service.address(), /*dry_run=*/false);
    CorrectionsInFlight in_flight(&sender, [](const auto&, const auto&) {});
    ASSERT_TRUE(in_flight.Send(BatchOf({first})).ok());
    service.AwaitCalls({"a"});
    std::thread sending([&in_flight, row = second] {
      EXPECT_TRUE(in_flight.Send(BatchOf({row})).ok());
      EXPECT_TRUE(in_flight.Finish().ok());
    });
    EXPECT_THAT(service.calls(), ElementsAre("a")) << first << " and " << second;
    service.ReleaseAll();
    sending.join();
    EXPECT_THAT(service.calls(), ElementsAre("a", name)) << first << " and " << second;
  }
}

TEST_F(CorrectionsInFlightTest, HasABoundedNumberOnTheirWay) {
  CorrectionsInFlight in_flight = InFlight();
  absl::btree_set<std::string> names;
  for (size_t i = 0; i < kMaxCorrectionBatchesInFlight; ++i) {
    names.insert(absl::StrCat("event", i));
    ASSERT_TRUE(in_flight.Send(BatchOf({absl::StrCat("event", i)})).ok());
  }
  service_.AwaitCalls(names);
  EXPECT_THAT(answered_, IsEmpty());
  service_.Release("event0");
  ASSERT_TRUE(in_flight.Send(BatchOf({"one more"})).ok());
  EXPECT_THAT(answered_, ElementsAre("1: 0, 1")) << "the first had to land";
  service_.ReleaseAll();
  EXPECT_TRUE(in_flight.Finish().ok());
  EXPECT_EQ(answered_.size(), kMaxCorrectionBatchesInFlight + 1);
}

TEST_F(CorrectionsInFlightTest, AnErrorEndsItAndWhatIsOnItsWayStillCounts) {
  CorrectionsInFlight in_flight = InFlight();
  service_.Refuse("a");
  ASSERT_TRUE(in_flight.Send(BatchOf({"a>b", "c"})).ok());
  ASSERT_TRUE(in_flight.Send(BatchOf({"d"})).ok());
  service_.AwaitCalls({"a", "d"});
  service_.ReleaseAll();
  EXPECT_EQ(in_flight.Send(BatchOf({"c>e"})).code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(in_flight.Finish().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(in_flight.Send(BatchOf({"f"})).code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(answered_, ElementsAre("2: 0, 0", "1: 0, 1"));
  const std::vector<std::string> calls = service_.calls();
  EXPECT_EQ(calls.size(), 2u) << "neither the retraction of c nor anything later";
}

TEST_F(CorrectionsInFlightTest, AStoppedSenderEndsWhatIsOnItsWay) {
  CorrectionsInFlight in_flight = InFlight();
  ASSERT_TRUE(in_flight.Send(BatchOf({"a"})).ok());
  ASSERT_TRUE(in_flight.Send(BatchOf({"b"})).ok());
  service_.AwaitCalls({"a", "b"});
  sender_.Stop();
  EXPECT_EQ(in_flight.Finish().code(), absl::StatusCode::kCancelled);
  EXPECT_THAT(answered_, ElementsAre("1: 0, 0", "1: 0, 0"));
}

}  // namespace
}  // namespace jurimeter::tools
