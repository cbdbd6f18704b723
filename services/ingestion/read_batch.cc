#include "services/ingestion/read_batch.h"

#include <google/protobuf/arena.h>

#include "services/runtime/rpc/request_decoder.h"
#include "services/runtime/rpc/request_guard.h"
#include "services/runtime/rpc/rpc_status.h"

namespace jurimeter::ingestion {

template <typename Request>
std::variant<AdmittedBatch, grpc::Status> ReadBatch(const grpc::ByteBuffer& bytes,
                                                    const SubmissionGate& gate, Call call,
                                                    absl::Time now, IngestionMetrics* metrics) {
  const grpc::Status readable = runtime::CheckMessage(bytes);
  if (!readable.ok()) return readable;
  google::protobuf::Arena arena;
  auto* request = google::protobuf::Arena::CreateMessage<Request>(&arena);
  const auto invalid_texts = runtime::DecodeRequest(bytes, request);
  if (!invalid_texts.has_value()) return runtime::NotAMessage(*request);
  const Violations too_large = CheckBatchSize(request->events_size(), bytes.Length());
  if (!too_large.empty()) {
    return runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, runtime::kBatchTooLarge,
                                   too_large);
  }
  const auto in_force = gate.Enter();
  if (!in_force.ok()) return GateStatus(in_force.status(), call);
  AdmittedBatch batch = AdmitBatch(**in_force, request->events(), *invalid_texts, now);
  for (const messages::RefusedEvent& refused : batch.refused) {
    metrics->Refused(refused.faults, *(*in_force)->catalog,
                     request->events(refused.index).bureau());
  }
  return batch;
}

template std::variant<AdmittedBatch, grpc::Status> ReadBatch<v1::SubmitIndicatorBatchRequest>(
    const grpc::ByteBuffer&, const SubmissionGate&, Call, absl::Time, IngestionMetrics*);
template std::variant<AdmittedBatch, grpc::Status> ReadBatch<v1::SubmitIndicatorStreamRequest>(
    const grpc::ByteBuffer&, const SubmissionGate&, Call, absl::Time, IngestionMetrics*);

}  // namespace jurimeter::ingestion
