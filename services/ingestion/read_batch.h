// How SubmitIndicatorBatch and SubmitIndicatorStream take a batch: read it, check its size, check
// that work is taken now, admit its events.
//
// Threads: safe from any.
#ifndef JURIMETER_SERVICES_INGESTION_READ_BATCH_H_
#define JURIMETER_SERVICES_INGESTION_READ_BATCH_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/status.h>

#include <variant>

#include "absl/time/time.h"
#include "services/ingestion/batch_admission.h"
#include "services/ingestion/ingestion_metrics.h"
#include "services/ingestion/submission_gate.h"

namespace jurimeter::ingestion {

// The admitted batch, or the status with which it fails as a whole. Request is
// SubmitIndicatorBatchRequest or SubmitIndicatorStreamRequest. Events whose refusal is final are
// counted. The status is worded for `call`. `now` is the time of admission.
template <typename Request>
std::variant<AdmittedBatch, grpc::Status> ReadBatch(const grpc::ByteBuffer& bytes,
                                                    const SubmissionGate& gate, Call call,
                                                    absl::Time now, IngestionMetrics* metrics);

}  // namespace jurimeter::ingestion

#endif  // JURIMETER_SERVICES_INGESTION_READ_BATCH_H_
