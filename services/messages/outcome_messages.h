// From what became of events and corrections to the messages that say so.
//
// Example:
//   FillResponse({batch.size, result.outcomes, batch.refused, result.revision}, &response);
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_OUTCOME_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_OUTCOME_MESSAGES_H_

#include <cstdint>
#include <vector>

#include "domain/event/correction_outcome.h"
#include "domain/event/event_outcome.h"
#include "domain/event/event_refusal.h"
#include "jurimeter/v1/ingestion.pb.h"

namespace jurimeter::messages {

v1::Outcome ToProto(Outcome outcome);
v1::CorrectionOutcome ToProto(CorrectionOutcome outcome);

// An event of a batch that was not admitted.
struct RefusedEvent {
  int index;  // place in the batch
  EventRefusals faults;
};

// What became of a batch. Each of its events either was admitted and has an outcome, or was
// refused. Both lists are in the order of the batch and must outlive this.
struct BatchOutcome {
  int size;  // events of the batch
  const std::vector<EventOutcome>& committed;
  const std::vector<RefusedEvent>& refused;
  int64_t revision;
};

// Fills an empty response with an outcome for each event, and a problem for each that has faults.
// Beyond 2 MiB, problems only say how to see more: a client takes 4 MiB by default. Response is
// SubmitIndicatorBatchResponse or SubmitIndicatorStreamResponse.
template <typename Response>
void FillResponse(const BatchOutcome& batch, Response* response);

// The same with what became of corrections, of which `results` are all in order. Response is
// RetractIndicatorBatchResponse or CorrectIndicatorBatchResponse.
template <typename Response>
void FillResponse(const std::vector<CorrectionResult>& results, int64_t revision,
                  Response* response);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_OUTCOME_MESSAGES_H_
