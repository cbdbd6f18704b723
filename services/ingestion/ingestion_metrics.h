// Prometheus metrics of ingestion.
//
// Example:
//   IngestionMetrics metrics(registry);
//   metrics.events(Outcome::kRecorded).Increment(3);
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_INGESTION_INGESTION_METRICS_H_
#define JURIMETER_SERVICES_INGESTION_INGESTION_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <cstdint>
#include <string_view>

#include "domain/catalog/catalog.h"
#include "domain/event/event_outcome.h"
#include "domain/event/event_refusal.h"
#include "services/ingestion/refused_events.h"
#include "services/runtime/clock.h"

namespace jurimeter::ingestion {

class IngestionMetrics {
 public:
  // `clock`, which limits the log, must outlive this.
  explicit IngestionMetrics(prometheus::Registry& registry,
                            const runtime::Clock* clock = runtime::SystemClock());

  // Events by what became of them, except kUnsettled. Refusals of admission count as refused.
  prometheus::Counter& events(Outcome outcome);
  // An event that names `bureau` was not admitted, and is not recorded.
  void Refused(const EventRefusals& refusals, const Catalog& catalog, std::string_view bureau);
  // The database refused an event.
  void RefusedByDatabase(std::string_view description) { refusals_.AddDatabase(description); }
  // Batches with events that were admitted anew.
  prometheus::Counter& readmitted_batches() { return readmitted_batches_; }
  // Commits and look-ups that ended in an error.
  prometheus::Counter& failed_commits() { return failed_commits_; }
  prometheus::Histogram& commit_events() { return commit_events_; }
  prometheus::Histogram& commit_seconds() { return commit_seconds_; }
  // Highest revision that this process wrote.
  void ReachedRevision(int64_t revision);

 private:
  prometheus::Counter& recorded_;
  prometheus::Counter& duplicate_;
  prometheus::Counter& conflict_;
  prometheus::Counter& retracted_;
  prometheus::Counter& refused_;
  RefusedEvents refusals_;
  prometheus::Counter& readmitted_batches_;
  prometheus::Counter& failed_commits_;
  prometheus::Histogram& commit_events_;
  prometheus::Histogram& commit_seconds_;
  prometheus::Gauge& revision_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_INGESTION_METRICS_H_
