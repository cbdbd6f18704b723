#include "services/ingestion/ingestion_metrics.h"

#include <gtest/gtest.h>

#include <string>

#include "storage/event_store.h"
#include "tests/services/fake_clock.h"
#include "tests/services/test_servers.h"
#include "tests/support/test_catalog.h"

namespace jurimeter::ingestion {
namespace {

class IngestionMetricsTest : public ::testing::Test {
 protected:
  double Sample(const std::string& name) { return test::SampleOf(registry_, name); }

  prometheus::Registry registry_;
  test::FakeClock clock_;
  IngestionMetrics metrics_{registry_, &clock_};
};

TEST_F(IngestionMetricsTest, EveryOutcomeHasItsCounterFromTheStart) {
  for (const char* outcome : {"recorded", "duplicate", "conflict", "refused", "retracted"}) {
    EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"" + std::string(outcome) + "\"}"), 0);
  }
  metrics_.events(Outcome::kDuplicate).Increment(3);
  EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"duplicate\"}"), 3);
  EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"recorded\"}"), 0);
}

TEST_F(IngestionMetricsTest, CountsBatchesThatWereAdmittedAnew) {
  EXPECT_EQ(Sample("jurimeter_readmitted_batches_total"), 0);
  metrics_.readmitted_batches().Increment();
  EXPECT_EQ(Sample("jurimeter_readmitted_batches_total"), 1);
}

TEST_F(IngestionMetricsTest, TheLargestCommitHasItsBucket) {
  metrics_.commit_events().Observe(static_cast<double>(storage::kMaxCommitEvents));
  EXPECT_EQ(Sample("jurimeter_commit_events_bucket{le=\"30000\"}"), 1);
  EXPECT_EQ(Sample("jurimeter_commit_events_bucket{le=\"20000\"}"), 0);
}

TEST_F(IngestionMetricsTest, TheRevisionNeverFalls) {
  metrics_.ReachedRevision(7);
  metrics_.ReachedRevision(6);
  EXPECT_EQ(Sample("jurimeter_ledger_revision"), 7);
}

TEST_F(IngestionMetricsTest, ARefusedEventCountsOnceAndLogsOnceAnInterval) {
  const auto catalog = test::TestCatalog();
  const EventRefusals refusals = {{RefusalReason::kQuantityOutOfRange, "-1"},
                                  {RefusalReason::kBureauUnknown, "no bureau"}};
  ::testing::internal::CaptureStderr();
  metrics_.Refused(refusals, *catalog, "court");
  EXPECT_NE(::testing::internal::GetCapturedStderr(), "");
  ::testing::internal::CaptureStderr();
  metrics_.Refused(refusals, *catalog, "court");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  clock_.Advance(RefusedEvents::kInterval);
  ::testing::internal::CaptureStderr();
  metrics_.Refused(refusals, *catalog, "court");
  EXPECT_NE(::testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(Sample("jurimeter_events_total{outcome=\"refused\"}"), 3);
  EXPECT_EQ(Sample("jurimeter_refused_events_total{field=\"quantity\",reason=\"out_of_range\"}"),
            3);
  EXPECT_EQ(Sample("jurimeter_refused_events_total{field=\"bureau\",reason=\"unknown\"}"), 3);
}

}  // namespace
}  // namespace jurimeter::ingestion
