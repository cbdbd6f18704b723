#include "services/ingestion/correction_metrics.h"

#include <cstddef>
#include <set>
#include <string>

#include "domain/catalog/correction_admission.h"
#include "domain/event/event_refusal.h"

namespace jurimeter::ingestion {
namespace {

constexpr std::pair<CorrectionKind, const char*> kKinds[] = {
    {CorrectionKind::kRetraction, "retraction"}, {CorrectionKind::kCorrection, "correction"}};

constexpr std::pair<CorrectionOutcome, const char*> kOutcomes[] = {
    {CorrectionOutcome::kDone, "done"},
    {CorrectionOutcome::kDuplicate, "duplicate"},
    {CorrectionOutcome::kRefused, "refused"}};

std::set<std::string_view> Reasons() {
  std::set<std::string_view> reasons = {
      correction_reason::kMissing,          correction_reason::kNotText,
      correction_reason::kTooLong,          correction_reason::kOtherBureau,
      correction_reason::kSameAsRetracted,  correction_reason::kNotRecorded,
      correction_reason::kRetractedAlready, correction_reason::kTaken,
      correction_reason::kDatabase};
  for (size_t i = 0; i < kRefusalReasons; ++i) {
    reasons.insert(NameOf(static_cast<RefusalReason>(i)).reason);
  }
  return reasons;
}

}  // namespace

CorrectionMetrics::CorrectionMetrics(prometheus::Registry& registry) {
  auto& outcomes = prometheus::BuildCounter()
                       .Name("jurimeter_corrections_total")
                       .Help("Corrections and retractions by outcome, without dry runs.")
                       .Register(registry);
  for (const auto& [kind, kind_name] : kKinds) {
    for (const auto& [outcome, name] : kOutcomes) {
      outcomes_[{kind, outcome}] = &outcomes.Add({{"kind", kind_name}, {"outcome", name}});
    }
  }
  auto& reasons = prometheus::BuildCounter()
                      .Name("jurimeter_refused_corrections_total")
                      .Help(
                          "Refused corrections and retractions by reason; one with several faults "
                          "counts for each.")
                      .Register(registry);
  for (const std::string_view reason : Reasons()) {
    reasons_[reason] = &reasons.Add({{"reason", std::string(reason)}});
  }
}

void CorrectionMetrics::Count(CorrectionKind kind, const std::vector<CorrectionResult>& results) {
  for (const CorrectionResult& result : results) {
    const auto outcome = outcomes_.find({kind, result.outcome});
    if (outcome != outcomes_.end()) outcome->second->Increment();
    std::set<std::string_view> counted;
    for (const CorrectionRefusal& refusal : result.refusals) {
      const auto reason = reasons_.find(refusal.reason);
      if (reason != reasons_.end() && counted.insert(refusal.reason).second) {
        reason->second->Increment();
      }
    }
  }
}

}  // namespace jurimeter::ingestion
