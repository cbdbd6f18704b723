#include "services/ingestion/metered_event_store.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/services/fake_clock.h"
#include "tests/services/ingestion/scripted_corrections.h"
#include "tests/services/ingestion/scripted_store.h"
#include "tests/services/test_servers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::ingestion {
namespace {

class MeteredEventStoreTest : public ::testing::Test {
 protected:
  absl::Status Commit(int id) {
    const std::vector<Event> events = {test::MakeEvent(*test::TestCatalog(), {.id = id})};
    return store_->Commit(events, {}).status();
  }

  double Sample(const std::string& name) { return test::SampleOf(registry_, name); }

  prometheus::Registry registry_;
  test::FakeClock clock_;
  IngestionMetrics metrics_{registry_, &clock_};
  test::StoreScript script_;
  std::unique_ptr<storage::EventStore> store_ =
      MeterEventStore(script_.Maker()(), &metrics_, &clock_);
};

TEST_F(MeteredEventStoreTest, CountsWhatBecameOfEvents) {
  EXPECT_TRUE(Commit(1).ok());
  EXPECT_TRUE(Commit(1).ok());
  EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"recorded\"}"), 1);
  EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"duplicate\"}"), 1);
  EXPECT_EQ(Sample("jurimeter_failed_commits_total"), 0);
  EXPECT_EQ(Sample("jurimeter_ledger_revision"), 3);
}

TEST_F(MeteredEventStoreTest, CountsACommitThatFailed) {
  script_.FailWith(absl::UnavailableError("away"));
  EXPECT_TRUE(absl::IsUnavailable(Commit(1)));
  EXPECT_EQ(Sample("jurimeter_failed_commits_total"), 1);
  EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"recorded\"}"), 0);
  EXPECT_EQ(Sample("jurimeter_commit_events_count"), 1);
}

TEST_F(MeteredEventStoreTest, CountsWhatIsNotSettledOnceItIs) {
  script_.SetRules({1});
  EXPECT_TRUE(Commit(1).ok());
  for (const char* outcome : {"recorded", "duplicate", "conflict", "refused", "retracted"}) {
    EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"" + std::string(outcome) + "\"}"), 0);
  }
  EXPECT_EQ(Sample("jurimeter_failed_commits_total"), 0);
}

TEST_F(MeteredEventStoreTest, CountsWhatALookUpFinds) {
  EXPECT_TRUE(Commit(1).ok());
  const std::string id = test::TestId(1);
  const std::string other = test::TestId(2);
  EventDraft draft{.event_id = id,
                   .bureau = "mediation",
                   .indicator = "disputes.received",
                   .category = "",
                   .quantity = 1,
                   .occurred_at = test::At("2023-06-01T02:00:00Z"),
                   .subject = ""};
  std::vector<EventDraft> drafts(3, draft);
  drafts[1].quantity = 2;
  drafts[2].event_id = other;
  EXPECT_TRUE(store_->FindRecorded(drafts, Digest{1}).ok());
  EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"duplicate\"}"), 1);
  EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"conflict\"}"), 1);
  EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"refused\"}"), 0) << "not final yet";
  EXPECT_EQ(Sample("jurimeter_commit_events_count"), 1);
  script_.FailLookUpsWith(absl::UnavailableError("away"));
  EXPECT_FALSE(store_->FindRecorded(drafts, Digest{1}).ok());
  EXPECT_EQ(Sample("jurimeter_failed_commits_total"), 1);
}

// What became of each correction is counted by CorrectionMetrics.
TEST_F(MeteredEventStoreTest, CountsCorrectionsThatFailed) {
  test::CorrectionScript script;
  store_ = MeterEventStore(script.Maker()(), &metrics_, &clock_);
  const std::vector<Correction> corrections = {{.request_id = *EventId::Parse(test::TestId(100)),
                                                .bureau = 1,
                                                .event_id = *EventId::Parse(test::TestId(1)),
                                                .reason = "wrong"}};
  EXPECT_TRUE(store_->Correct(corrections, {.chain = {1}, .closed = {}}, false).ok());
  EXPECT_EQ(Sample("jurimeter_ledger_revision"), 1);
  EXPECT_EQ(Sample("jurimeter_failed_commits_total"), 0);
  script.FailWith(absl::UnavailableError("away"));
  EXPECT_FALSE(store_->Correct(corrections, {.chain = {1}, .closed = {}}, false).ok());
  EXPECT_EQ(Sample("jurimeter_failed_commits_total"), 1);
  EXPECT_EQ(Sample("jurimeter_commit_events_count"), 0) << "they are no events";
}

TEST_F(MeteredEventStoreTest, TimesACommitByTheClock) {
  script_.Hold();
  std::thread committing([this] { EXPECT_TRUE(Commit(1).ok()); });
  ASSERT_TRUE(script_.AwaitBegun(1));
  clock_.Advance(absl::Seconds(3));
  script_.Release();
  committing.join();
  EXPECT_EQ(Sample("jurimeter_commit_seconds_sum"), 3);
}

}  // namespace
}  // namespace jurimeter::ingestion
