// The RPC adapter of corrections: convert, hand to the queue, convert. IngestionService has one,
// and passes it the calls.
//
// Threads: gRPC's.
#ifndef JURIMETER_SERVICES_INGESTION_CORRECTION_CALLS_H_
#define JURIMETER_SERVICES_INGESTION_CORRECTION_CALLS_H_

#include "services/ingestion/correction_metrics.h"
#include "services/ingestion/correction_queue.h"
#include "services/ingestion/submission_gate.h"
#include "services/runtime/clock.h"
#include "services/runtime/rpc/unary_call.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

class CorrectionCalls {
 public:
  // All must outlive this.
  CorrectionCalls(const SubmissionGate* gate, CorrectionQueue* queue, CorrectionMetrics* metrics,
                  const runtime::Clock* clock = runtime::SystemClock())
      : gate_(*gate), queue_(*queue), metrics_(*metrics), clock_(*clock) {}

  void Retract(runtime::UnaryCall call);
  void Correct(runtime::UnaryCall call);
  void RetractBatch(runtime::UnaryCall call);
  void CorrectBatch(runtime::UnaryCall call);

 private:
  using End = void (*)(const storage::CorrectResult& done, runtime::UnaryCall call);

  // Has the queue take the request, and `end` the call once it is done.
  template <typename Request>
  void Take(CorrectionKind kind, runtime::UnaryCall call, End end);

  const SubmissionGate& gate_;
  CorrectionQueue& queue_;
  CorrectionMetrics& metrics_;
  const runtime::Clock& clock_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_CORRECTION_CALLS_H_
