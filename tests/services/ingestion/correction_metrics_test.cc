#include "services/ingestion/correction_metrics.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/services/test_servers.h"

namespace jurimeter::ingestion {
namespace {

TEST(CorrectionMetricsTest, CountsByKindOutcomeAndReason) {
  prometheus::Registry registry;
  CorrectionMetrics metrics(registry);
  const auto total = [&](const std::string& kind, const std::string& outcome) {
    return test::SampleOf(
        registry, "jurimeter_corrections_total{kind=\"" + kind + "\",outcome=\"" + outcome + "\"}");
  };
  const auto refused = [&](const std::string& reason) {
    return test::SampleOf(registry,
                          "jurimeter_refused_corrections_total{reason=\"" + reason + "\"}");
  };
  EXPECT_EQ(total("retraction", "done"), 0) << "there before the first";
  EXPECT_EQ(refused("outside_bureau"), 0) << "there before the first";
  metrics.Count(CorrectionKind::kRetraction, {{CorrectionOutcome::kDone, {}},
                                              {CorrectionOutcome::kDone, {}},
                                              {CorrectionOutcome::kDuplicate, {}}});
  metrics.Count(CorrectionKind::kCorrection,
                {{CorrectionOutcome::kRefused,
                  {{"event_id", correction_reason::kNotRecorded, "not recorded"}}},
                 {CorrectionOutcome::kRefused,
                  {{"request_id", "missing", "missing"}, {"reason", "missing", "missing"}}}});
  EXPECT_EQ(total("retraction", "done"), 2);
  EXPECT_EQ(total("retraction", "duplicate"), 1);
  EXPECT_EQ(total("retraction", "refused"), 0);
  EXPECT_EQ(total("correction", "done"), 0);
  EXPECT_EQ(total("correction", "refused"), 2);
  EXPECT_EQ(refused("not_recorded"), 1);
  EXPECT_EQ(refused("missing"), 1) << "once for each correction";
}

}  // namespace
}  // namespace jurimeter::ingestion
