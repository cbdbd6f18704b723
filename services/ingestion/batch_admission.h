// From a batch on the wire to admitted events, and back to the answer.
//
// Example:
//   AdmittedBatch batch = AdmitBatch(catalog, request.events(), invalid_texts, absl::Now());
//   ... commit batch.admitted, giving `result` ...
//   FillResponse(batch, result, &response);
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_INGESTION_BATCH_ADMISSION_H_
#define JURIMETER_SERVICES_INGESTION_BATCH_ADMISSION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "domain/catalog/catalog.h"
#include "domain/event/event.h"
#include "domain/event/event_refusal.h"
#include "domain/values/violation.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "services/ingestion/group_committer.h"
#include "services/runtime/request_decoder.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

inline constexpr int kMaxBatchEvents = 10'000;
inline constexpr size_t kMaxBatchBytes = 4 << 20;
static_assert(kMaxBatchEvents <= storage::kMaxCommitEvents, "a batch must fit into one commit");

using Events = google::protobuf::RepeatedPtrField<v1::IndicatorEvent>;

struct Refusal {
  int index;  // place in the batch
  EventRefusals faults;
};

struct AdmittedBatch {
  int size = 0;                   // events in the batch
  AdmittedEvents admitted;        // in order
  std::vector<Refusal> refusals;  // the others, in order
};

// Asks the catalog about each event. `invalid_texts` are the fields that the decoder repaired,
// such as "events[17].subject".
AdmittedBatch AdmitBatch(const Catalog& catalog, const Events& events,
                         const runtime::InvalidTexts& invalid_texts, absl::Time now);

// Asks the catalog about one event; `invalid_fields` are its fields that the decoder repaired,
// such as "subject".
Checked<Event, EventRefusals> AdmitEvent(const Catalog& catalog, const v1::IndicatorEvent& event,
                                         const std::vector<std::string>& invalid_fields,
                                         absl::Time now);

// Why a batch of this many events and bytes is refused as a whole; empty where it is not.
Violations CheckBatchSize(int events, size_t bytes);

v1::Outcome ToProto(storage::Outcome outcome);

// Joins refusals of admission and outcomes of the commit; `result` covers batch.admitted. Response
// is SubmitIndicatorBatchResponse or SubmitIndicatorStreamResponse.
template <typename Response>
void FillResponse(const AdmittedBatch& batch, const storage::CommitResult& result,
                  Response* response);

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_BATCH_ADMISSION_H_
