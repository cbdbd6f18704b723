// Prometheus metrics of corrections and retractions. Labels come from closed lists.
//
// Example:
//   CorrectionMetrics metrics(registry);
//   metrics.Count(CorrectionKind::kRetraction, results);
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_INGESTION_CORRECTION_METRICS_H_
#define JURIMETER_SERVICES_INGESTION_CORRECTION_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/registry.h>

#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/event/correction_outcome.h"

namespace jurimeter::ingestion {

enum class CorrectionKind : uint8_t { kRetraction, kCorrection };

class CorrectionMetrics {
 public:
  explicit CorrectionMetrics(prometheus::Registry& registry);

  // What became of the requests of one call that was no dry run. A request with several faults
  // counts once for each reason.
  void Count(CorrectionKind kind, const std::vector<CorrectionResult>& results);

 private:
  // Every counter is there from the start, so that a rate is 0 and not missing.
  std::map<std::pair<CorrectionKind, CorrectionOutcome>, prometheus::Counter*> outcomes_;
  std::map<std::string_view, prometheus::Counter*> reasons_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_CORRECTION_METRICS_H_
