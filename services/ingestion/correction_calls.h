// The RPC adapter of corrections: convert, hand to the queue, convert. IngestionService has one,
// and passes it the calls.
//
// Threads: gRPC's.
#ifndef JURIMETER_SERVICES_INGESTION_CORRECTION_CALLS_H_
#define JURIMETER_SERVICES_INGESTION_CORRECTION_CALLS_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include "services/ingestion/correction_metrics.h"
#include "services/ingestion/correction_queue.h"
#include "services/ingestion/submission_gate.h"
#include "services/runtime/clock.h"
#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/rpc/unary_call.h"
#include "storage/event_store.h"

namespace jurimeter::ingestion {

class CorrectionCalls {
 public:
  // All must outlive this.
  CorrectionCalls(const SubmissionGate* gate, CorrectionQueue* queue, CorrectionMetrics* metrics,
                  runtime::CallMetrics* calls,
                  const runtime::Clock* clock = runtime::SystemClock());

  grpc::ServerUnaryReactor* Retract(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer& request, grpc::ByteBuffer* response);
  grpc::ServerUnaryReactor* Correct(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer& request, grpc::ByteBuffer* response);
  grpc::ServerUnaryReactor* RetractBatch(grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer& request,
                                         grpc::ByteBuffer* response);
  grpc::ServerUnaryReactor* CorrectBatch(grpc::CallbackServerContext* context,
                                         const grpc::ByteBuffer& request,
                                         grpc::ByteBuffer* response);

 private:
  using End = void (*)(const storage::CorrectResult& done, runtime::UnaryCall call);

  // Has the queue take the request in `bytes`, and `end` the call once it is done.
  template <typename Request>
  void Take(const grpc::ByteBuffer& bytes, CorrectionKind kind, runtime::UnaryCall call, End end);

  const SubmissionGate& gate_;
  CorrectionQueue& queue_;
  CorrectionMetrics& metrics_;
  const runtime::Clock& clock_;
  runtime::MethodMetrics& retract_;
  runtime::MethodMetrics& correct_;
  runtime::MethodMetrics& retract_batch_;
  runtime::MethodMetrics& correct_batch_;
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_CORRECTION_CALLS_H_
