// Gauges and counters that are read when Prometheus scrapes. For values that change too often, or
// that belong to code without Prometheus.
//
// Threads: add everything first, then register it; Collect is safe from any.
#ifndef JURIMETER_SERVICES_RUNTIME_SAMPLED_GAUGES_H_
#define JURIMETER_SERVICES_RUNTIME_SAMPLED_GAUGES_H_

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <functional>
#include <string>
#include <vector>

namespace jurimeter::runtime {

class SampledGauges : public prometheus::Collectable {
 public:
  using Sample = std::function<double()>;
  struct LabelledSample {
    std::string value;  // of the label
    Sample sample;
  };

  void AddGauge(std::string name, std::string help, Sample sample);
  // For several gauges of one name, told apart by `label`.
  void AddGauges(std::string name, std::string help, std::string label,
                 std::vector<LabelledSample> samples);
  // For a value that only grows.
  void AddCounter(std::string name, std::string help, Sample sample);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  struct Source {
    std::string name;
    std::string help;
    prometheus::MetricType type;
    std::string label;  // empty: none, and there is one sample
    std::vector<LabelledSample> samples;
  };
  std::vector<Source> sources_;
};

// Adds the figures of this process, by the names of Prometheus's client libraries.
void AddProcessMetrics(SampledGauges* gauges);

}  // namespace jurimeter::runtime

#endif  // JURIMETER_SERVICES_RUNTIME_SAMPLED_GAUGES_H_
