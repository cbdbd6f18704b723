// An event store that logs its failures with their cause, and tells DatabaseContact of each answer.
#ifndef JURIMETER_SERVICES_INGESTION_WATCHED_EVENT_STORE_H_
#define JURIMETER_SERVICES_INGESTION_WATCHED_EVENT_STORE_H_

#include <memory>

#include "absl/time/time.h"
#include "services/runtime/clock.h"
#include "services/runtime/database_contact.h"
#include "services/runtime/log_limit.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

// Limits that the stores of a process share, so that many failing stores do not fill the log.
struct FailureLogs {
  runtime::LogLimit commits{absl::Seconds(1)};
  runtime::LogLimit probes{absl::Seconds(10)};
};

// Wraps `store`. `contact`, `logs` and `clock` must outlive it.
std::unique_ptr<storage::EventStore> WatchEventStore(
    std::unique_ptr<storage::EventStore> store, runtime::DatabaseContact* contact,
    FailureLogs* logs, const runtime::Clock* clock = runtime::SystemClock());

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_WATCHED_EVENT_STORE_H_
