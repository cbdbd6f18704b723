#include "services/ingestion/closing_metrics.h"

namespace jurimeter::ingestion {
namespace {

constexpr std::pair<ClosingKind, const char*> kKinds[] = {{ClosingKind::kClosing, "closing"},
                                                          {ClosingKind::kReopening, "reopening"}};

constexpr std::pair<ClosingOutcome, const char*> kOutcomes[] = {
    {ClosingOutcome::kDone, "done"},
    {ClosingOutcome::kDuplicate, "duplicate"},
    {ClosingOutcome::kRefused, "refused"}};

}  // namespace

ClosingMetrics::ClosingMetrics(prometheus::Registry& registry) {
  auto& family = prometheus::BuildCounter()
                     .Name("jurimeter_closings_total")
                     .Help("Closings and reopenings by outcome, without dry runs.")
                     .Register(registry);
  for (const auto& [kind, kind_name] : kKinds) {
    for (const auto& [outcome, name] : kOutcomes) {
      outcomes_[{kind, outcome}] = &family.Add({{"kind", kind_name}, {"outcome", name}});
    }
  }
}

}  // namespace jurimeter::ingestion
