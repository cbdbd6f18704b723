// The RPC adapter of ingestion: convert, admit, hand to the committer, convert. Corrections go to
// CorrectionCalls.
//
// Calls are taken as raw bytes, so that a text that is not UTF-8 gets a clear refusal: see
// services/messages/message_decoder.h.
//
// Threads: gRPC's.
#ifndef JURIMETER_SERVICES_INGESTION_INGESTION_SERVICE_H_
#define JURIMETER_SERVICES_INGESTION_INGESTION_SERVICE_H_

#include <atomic>
#include <cstddef>
#include <memory>
#include <set>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "services/ingestion/correction_calls.h"
#include "services/ingestion/group_committer.h"
#include "services/ingestion/ingestion_metrics.h"
#include "services/ingestion/submission_gate.h"
#include "services/ingestion/submit_stream.h"
#include "services/runtime/clock.h"
#include "services/runtime/rpc/call_metrics.h"
#include "services/runtime/rpc/rpc_service.h"

namespace jurimeter::ingestion {

// Largest message that is read at all. It is above the limit of a batch: a batch that is too large
// must be read before it can be refused with details.
inline constexpr int kMaxReceiveBytes = 8 << 20;

class IngestionService : public runtime::RpcService {
 public:
  // All must outlive this.
  IngestionService(SubmissionGate* gate, GroupCommitter* committer, CorrectionCalls* corrections,
                   IngestionMetrics* metrics, runtime::CallMetrics* calls,
                   const runtime::Clock* clock = runtime::SystemClock());

  // Refuses new work, and has every stream end once what it read is answered.
  void Drain();

 private:
  void Submit(runtime::UnaryCall call);
  void SubmitBatch(runtime::UnaryCall call);
  runtime::RawBidiReactor* OpenStream(grpc::CallbackServerContext* context,
                                      runtime::ObservedCall observed);

  SubmissionGate& gate_;
  GroupCommitter& committer_;
  IngestionMetrics& metrics_;
  const runtime::Clock& clock_;

  std::atomic<size_t> answer_bytes_ = 0;
  absl::Mutex mutex_;
  std::set<std::shared_ptr<SubmitStream>> streams_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_INGESTION_SERVICE_H_
