#include "services/ingestion/watched_event_store.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/services/fake_clock.h"
#include "tests/services/ingestion/scripted_corrections.h"
#include "tests/services/ingestion/scripted_store.h"
#include "tests/support/eventually.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::ingestion {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class WatchedEventStoreTest : public ::testing::Test {
 protected:
  // What a commit of one event logs.
  std::string LogOfCommit() {
    const std::vector<Event> events = {test::MakeEvent(*test::TestCatalog(), {.id = 1})};
    ::testing::internal::CaptureStderr();
    store_->Commit(events, {}).IgnoreError();
    return ::testing::internal::GetCapturedStderr();
  }

  std::string LogOfProbe() {
    ::testing::internal::CaptureStderr();
    store_->Probe().IgnoreError();
    return ::testing::internal::GetCapturedStderr();
  }

  test::FakeClock clock_;
  runtime::Readiness readiness_{{std::string(runtime::DatabaseContact::kCondition)}};
  runtime::DatabaseContact contact_{&readiness_, &clock_};
  FailureLogs logs_;
  test::StoreScript script_;
  std::unique_ptr<storage::EventStore> store_ =
      WatchEventStore(script_.Maker()(), &contact_, &logs_, &clock_);
};

TEST_F(WatchedEventStoreTest, SaysWhyEventsWereNotCommitted) {
  EXPECT_THAT(LogOfCommit(), IsEmpty());
  script_.FailWith(absl::InternalError("the disk is full"));
  EXPECT_THAT(LogOfCommit(),
              AllOf(HasSubstr("events were not committed"), HasSubstr("the disk is full"),
                    HasSubstr(R"("events":1)"), HasSubstr(R"("unlogged":0)")));
}

TEST_F(WatchedEventStoreTest, SaysWhyRefusedEventsWereNotLookedUp) {
  script_.FailLookUpsWith(absl::InternalError("the disk is full"));
  ::testing::internal::CaptureStderr();
  EXPECT_FALSE(store_->FindRecorded(std::vector<EventDraft>(2), Digest{1}).ok());
  EXPECT_THAT(::testing::internal::GetCapturedStderr(),
              AllOf(HasSubstr("refused events were not looked up"), HasSubstr("the disk is full"),
                    HasSubstr(R"("events":2)")));
  script_.FailLookUpsWith(absl::OkStatus());
  ::testing::internal::CaptureStderr();
  EXPECT_TRUE(store_->FindRecorded(std::vector<EventDraft>(2), Digest{1}).ok());
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), IsEmpty());
}

TEST_F(WatchedEventStoreTest, SaysWhyCorrectionsWereNotCommitted) {
  test::CorrectionScript script;
  script.FailWith(absl::InternalError("the disk is full"));
  store_ = WatchEventStore(script.Maker()(), &contact_, &logs_, &clock_);
  ::testing::internal::CaptureStderr();
  EXPECT_FALSE(store_->Correct({}, {.chain = {1}, .closed = {}}, false).ok());
  EXPECT_THAT(::testing::internal::GetCapturedStderr(),
              AllOf(HasSubstr("corrections were not committed"), HasSubstr("the disk is full")));
}

TEST_F(WatchedEventStoreTest, SaysWhyCommitsDoNotGoThrough) {
  EXPECT_THAT(LogOfProbe(), IsEmpty());
  script_.FailWith(absl::InternalError("it is read-only"));
  EXPECT_THAT(LogOfProbe(),
              AllOf(HasSubstr("commits do not go through"), HasSubstr("it is read-only")));
}

TEST_F(WatchedEventStoreTest, LogsOnceASecondAndCountsTheRest) {
  script_.FailWith(absl::InternalError("away"));
  EXPECT_THAT(LogOfCommit(), HasSubstr("away"));
  EXPECT_THAT(LogOfCommit(), IsEmpty());
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(LogOfCommit(), HasSubstr(R"("unlogged":1)"));
}

TEST_F(WatchedEventStoreTest, ARefusalOfTheDatabaseIsAnAnswerAndSilenceIsNone) {
  script_.FailWith(absl::UnavailableError("away"));
  LogOfCommit();
  EXPECT_FALSE(readiness_.ready());
  script_.FailWith(absl::InternalError("no"));
  LogOfCommit();
  EXPECT_TRUE(test::Eventually([this] {
    clock_.Advance(absl::Milliseconds(100));  // it looks ten times a second
    LogOfCommit();
    return readiness_.ready();
  }));
}

}  // namespace
}  // namespace jurimeter::ingestion
