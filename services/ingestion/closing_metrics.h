// Prometheus metrics of closings and reopenings.
//
// Example:
//   ClosingMetrics metrics(registry);
//   metrics.Count(ClosingKind::kReopening, ClosingOutcome::kDone);
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_INGESTION_CLOSING_METRICS_H_
#define JURIMETER_SERVICES_INGESTION_CLOSING_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <cstdint>
#include <map>
#include <utility>

namespace jurimeter::ingestion {

enum class ClosingKind : uint8_t { kClosing, kReopening };
enum class ClosingOutcome : uint8_t { kDone, kDuplicate, kRefused };

class ClosingMetrics {
 public:
  explicit ClosingMetrics(prometheus::Registry& registry);

  // What became of a request that was no dry run.
  void Count(ClosingKind kind, ClosingOutcome outcome) {
    outcomes_.at({kind, outcome})->Increment();
  }

 private:
  // Every counter is there from the start, so that a rate is 0 and not missing.
  std::map<std::pair<ClosingKind, ClosingOutcome>, prometheus::Counter*> outcomes_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_CLOSING_METRICS_H_
