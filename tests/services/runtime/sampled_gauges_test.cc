#include "services/runtime/sampled_gauges.h"

#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

namespace jurimeter::runtime {
namespace {

TEST(SampledGaugesTest, AsksWhenScraped) {
  SampledGauges gauges;
  double depth = 3;
  gauges.AddGauge("queue", "Waiting.", [&] { return depth; });
  AddProcessMetrics(&gauges);
  EXPECT_EQ(gauges.Collect()[0].metric[0].gauge.value, 3);
  depth = 5;
  EXPECT_EQ(gauges.Collect()[0].metric[0].gauge.value, 5);
  for (const auto& family : gauges.Collect()) {
    const bool counter = family.type == prometheus::MetricType::Counter;
    EXPECT_EQ(counter, family.name == "process_cpu_seconds_total") << family.name;
    const auto& metric = family.metric[0];
    EXPECT_GT(counter ? metric.counter.value : metric.gauge.value, 0) << family.name;
  }
}

TEST(SampledGaugesTest, TellsGaugesOfOneNameApartByALabel) {
  SampledGauges gauges;
  gauges.AddGauges("queue", "Waiting.", "kind", {{"a", [] { return 3; }}, {"b", [] { return 5; }}});
  EXPECT_EQ(prometheus::TextSerializer().Serialize(gauges.Collect()),
            "# HELP queue Waiting.\n# TYPE queue gauge\nqueue{kind=\"a\"} 3\n"
            "queue{kind=\"b\"} 5\n");
}

}  // namespace
}  // namespace jurimeter::runtime
