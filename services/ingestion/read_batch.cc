#include "services/ingestion/read_batch.h"

#include <google/protobuf/arena.h>

#include <memory>

#include "absl/time/clock.h"
#include "services/runtime/request_decoder.h"
#include "services/runtime/request_guard.h"
#include "services/runtime/rpc_status.h"

namespace jurimeter::ingestion {

template <typename Request>
std::variant<AdmittedBatch, grpc::Status> ReadBatch(const grpc::ByteBuffer& bytes,
                                                    const SubmissionGate& gate, Call call,
                                                    IngestionMetrics* metrics) {
  const grpc::Status readable = runtime::CheckMessage(bytes);
  if (!readable.ok()) return readable;
  google::protobuf::Arena arena;
  auto* request = google::protobuf::Arena::CreateMessage<Request>(&arena);
  messages::InvalidTexts invalid_texts;
  if (!runtime::DecodeRequest(bytes, request, &invalid_texts)) {
    return runtime::NotAMessage(*request);
  }
  const Violations too_large = CheckBatchSize(request->events_size(), bytes.Length());
  if (!too_large.empty()) {
    return runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, runtime::kBatchTooLarge,
                                   too_large);
  }
  std::shared_ptr<const runtime::CatalogInForce> in_force;
  const grpc::Status open = gate.Check(call, &in_force);
  if (!open.ok()) return open;
  const Catalog& catalog = *in_force->catalog;
  AdmittedBatch batch = AdmitBatch(catalog, request->events(), invalid_texts, absl::Now());
  batch.admitted.catalog = in_force->identity.chain;
  for (const Refusal& refusal : batch.refusals) {
    metrics->Refused(refusal.faults, catalog, request->events(refusal.index).bureau());
  }
  return batch;
}

template std::variant<AdmittedBatch, grpc::Status> ReadBatch<v1::SubmitIndicatorBatchRequest>(
    const grpc::ByteBuffer&, const SubmissionGate&, Call, IngestionMetrics*);
template std::variant<AdmittedBatch, grpc::Status> ReadBatch<v1::SubmitIndicatorStreamRequest>(
    const grpc::ByteBuffer&, const SubmissionGate&, Call, IngestionMetrics*);

}  // namespace jurimeter::ingestion
