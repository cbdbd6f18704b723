// From a batch on the wire to admitted events.
//
// Example:
//   AdmittedBatch batch = AdmitBatch(*rules, request.events(), invalid_texts, clock.Now());
//   committer.Submit(std::move(batch.submitted), ...)
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_INGESTION_BATCH_ADMISSION_H_
#define JURIMETER_SERVICES_INGESTION_BATCH_ADMISSION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "services/ingestion/submission.h"
#include "services/messages/message_decoder.h"
#include "services/messages/outcome_messages.h"
#include "services/runtime/rules_in_force.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

inline constexpr int kMaxBatchEvents = 10'000;
inline constexpr size_t kMaxBatchBytes = 4 << 20;
static_assert(kMaxBatchEvents <= storage::kMaxCommitEvents, "a batch must fit into one commit");

using Events = google::protobuf::RepeatedPtrField<v1::IndicatorEvent>;

struct AdmittedBatch {
  int size = 0;               // events in the batch
  SubmittedEvents submitted;  // those that are admitted, or refused but perhaps recorded
  std::vector<messages::RefusedEvent> refused;  // the others, in order
};

// Has `rules` admit each event. `invalid_texts` are the fields that
// messages::DecodeMessage repaired, such as "events[17].subject".
AdmittedBatch AdmitBatch(const runtime::RulesInForce& rules, const Events& events,
                         const messages::InvalidTexts& invalid_texts, absl::Time now);

// Why a batch of this many events and bytes is refused as a whole; empty if it is not. `field` is
// that of the request, which says what its elements are.
Violations CheckBatchSize(int events, size_t bytes, const char* field = "events");

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_BATCH_ADMISSION_H_
