// Admission by the rules that a RulesWatch follows, told to the metrics.
#ifndef JURIMETER_SERVICES_INGESTION_WATCHED_ADMISSION_H_
#define JURIMETER_SERVICES_INGESTION_WATCHED_ADMISSION_H_

#include <string_view>

#include "services/ingestion/batch_commit.h"
#include "services/ingestion/correction_settlement.h"
#include "services/ingestion/ingestion_metrics.h"
#include "services/runtime/rules_watch.h"

namespace jurimeter::ingestion {

// Both must outlive what is returned.
inline Admission WatchedAdmission(runtime::RulesWatch* rules, IngestionMetrics* metrics) {
  return {.current = [rules] { return rules->current(); },
          .renew = [rules](const Digest& outdated) { return rules->Renew(outdated); },
          .refused = [metrics](
                         const EventRefusals& refusals, const Catalog& catalog,
                         std::string_view bureau) { metrics->Refused(refusals, catalog, bureau); },
          .admitted_anew = [metrics] { metrics->readmitted_batches().Increment(); }};
}

// The same for corrections.
inline CorrectionRules WatchedRules(runtime::RulesWatch* rules, IngestionMetrics* metrics) {
  return {.current = [rules] { return rules->current(); },
          .renew = [rules](const Digest& outdated) { return rules->Renew(outdated); },
          .admitted_anew = [metrics] { metrics->readmitted_batches().Increment(); }};
}

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_WATCHED_ADMISSION_H_
