// An event store that feeds the metrics of ingestion.
//
// Threads: as the store that it wraps; many may share the metrics.
#ifndef JURIMETER_SERVICES_INGESTION_METERED_EVENT_STORE_H_
#define JURIMETER_SERVICES_INGESTION_METERED_EVENT_STORE_H_

#include <memory>

#include "services/ingestion/ingestion_metrics.h"
#include "services/runtime/clock.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

// Wraps `store` so that each commit is counted and timed. `metrics` and `clock` must outlive it.
std::unique_ptr<storage::EventStore> MeterEventStore(
    std::unique_ptr<storage::EventStore> store, IngestionMetrics* metrics,
    const runtime::Clock* clock = runtime::SystemClock());

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_METERED_EVENT_STORE_H_
