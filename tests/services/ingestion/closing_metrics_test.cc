#include "services/ingestion/closing_metrics.h"

#include <gmock/gmock.h>

#include "tests/services/test_servers.h"

namespace jurimeter::ingestion {
namespace {

TEST(ClosingMetricsTest, CountsByKindAndOutcomeFromZero) {
  prometheus::Registry registry;
  ClosingMetrics metrics(registry);
  const auto sample = [&](const char* labels) {
    return test::SampleOf(registry, std::string("jurimeter_closings_total") + labels);
  };
  EXPECT_EQ(sample("{kind=\"closing\",outcome=\"refused\"}"), 0);
  metrics.Count(ClosingKind::kClosing, ClosingOutcome::kDone);
  metrics.Count(ClosingKind::kClosing, ClosingOutcome::kDone);
  metrics.Count(ClosingKind::kReopening, ClosingOutcome::kDuplicate);
  EXPECT_EQ(sample("{kind=\"closing\",outcome=\"done\"}"), 2);
  EXPECT_EQ(sample("{kind=\"closing\",outcome=\"duplicate\"}"), 0);
  EXPECT_EQ(sample("{kind=\"reopening\",outcome=\"duplicate\"}"), 1);
  EXPECT_EQ(sample("{kind=\"reopening\",outcome=\"done\"}"), 0);
}

}  // namespace
}  // namespace jurimeter::ingestion
