// Admission by the catalog that a CatalogWatch follows, told to the metrics.
#ifndef JURIMETER_SERVICES_INGESTION_WATCHED_ADMISSION_H_
#define JURIMETER_SERVICES_INGESTION_WATCHED_ADMISSION_H_

#include <string_view>

#include "services/ingestion/batch_commit.h"
#include "services/ingestion/correction_settlement.h"
#include "services/ingestion/ingestion_metrics.h"
#include "services/runtime/catalog_watch.h"

namespace jurimeter::ingestion {

// Both must outlive what is returned.
inline Admission WatchedAdmission(runtime::CatalogWatch* catalogs, IngestionMetrics* metrics) {
  return {.current = [catalogs] { return catalogs->current(); },
          .renew = [catalogs](const Digest& outdated) { return catalogs->Renew(outdated); },
          .refused = [metrics](
                         const EventRefusals& refusals, const Catalog& catalog,
                         std::string_view bureau) { metrics->Refused(refusals, catalog, bureau); },
          .admitted_anew = [metrics] { metrics->readmitted_batches().Increment(); }};
}

// The same for corrections.
inline CorrectionRules WatchedRules(runtime::CatalogWatch* catalogs, IngestionMetrics* metrics) {
  return {.current = [catalogs] { return catalogs->current(); },
          .renew = [catalogs](const Digest& outdated) { return catalogs->Renew(outdated); },
          .admitted_anew = [metrics] { metrics->readmitted_batches().Increment(); }};
}

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_WATCHED_ADMISSION_H_
