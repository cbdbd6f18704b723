#include "services/ingestion/ingestion_service.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "domain/catalog/readmission.h"
#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "services/ingestion/batch_admission.h"
#include "services/ingestion/read_batch.h"
#include "services/messages/event_messages.h"
#include "services/messages/outcome_messages.h"
#include "services/runtime/rpc/rpc_status.h"
#include "services/runtime/rpc/unary_call.h"

namespace jurimeter::ingestion {
namespace {

using runtime::UnaryCall;

// "event.subject" of a request is "subject" of its event.
std::vector<std::string> EventFields(const messages::InvalidTexts& invalid_texts) {
  std::vector<std::string> fields;
  for (absl::string_view path : invalid_texts) {
    fields.emplace_back(absl::StripPrefix(path, "event."));
  }
  return fields;
}

grpc::Status Refused(const Violations& violations) {
  return runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT, runtime::kEventRefused,
                                 violations);
}

void EndWithOutcome(const storage::CommitResult& result, UnaryCall call) {
  const EventOutcome& outcome = result.outcomes.front();
  if (outcome.outcome == Outcome::kConflict) {
    return call.End(runtime::WithViolations(grpc::StatusCode::ALREADY_EXISTS,
                                            runtime::kEventConflict, outcome.violations));
  }
  if (outcome.outcome == Outcome::kRefused) return call.End(Refused(outcome.violations));
  v1::SubmitIndicatorResponse response;
  response.set_outcome(messages::ToProto(outcome.outcome));
  response.set_revision(result.revision);
  call.End(response);
}

}  // namespace

IngestionService::IngestionService(SubmissionGate* gate, GroupCommitter* committer,
                                   CorrectionCalls* corrections, IngestionMetrics* metrics,
                                   runtime::CallMetrics* calls, const runtime::Clock* clock)
    : RpcService(
          v1::IndicatorIngestion::service_full_name(),
          {{"SubmitIndicator", [this](UnaryCall call) { Submit(call); }},
           {"SubmitIndicatorBatch", [this](UnaryCall call) { SubmitBatch(call); }},
           {"SubmitIndicatorStream",
            [this](grpc::CallbackServerContext* context, runtime::ObservedCall observed) {
              return OpenStream(context, observed);
            }},
           {"RetractIndicator", [corrections](UnaryCall call) { corrections->Retract(call); }},
           {"CorrectIndicator", [corrections](UnaryCall call) { corrections->Correct(call); }},
           {"RetractIndicatorBatch",
            [corrections](UnaryCall call) { corrections->RetractBatch(call); }},
           {"CorrectIndicatorBatch",
            [corrections](UnaryCall call) { corrections->CorrectBatch(call); }}},
          calls),
      gate_(*gate),
      committer_(*committer),
      metrics_(*metrics),
      clock_(*clock) {}

void IngestionService::Submit(UnaryCall call) {
  v1::SubmitIndicatorRequest message;
  const auto invalid_texts = call.Read(&message);
  if (!invalid_texts.has_value()) return;
  const auto in_force = gate_.Enter();
  if (!in_force.ok()) return call.End(GateStatus(in_force.status(), Call::kUnary));
  const runtime::RulesInForce& rules = **in_force;
  auto admitted = messages::AdmitMessage(rules.admission(), message.event(),
                                         EventFields(*invalid_texts), clock_.Now());
  SubmittedEvents submitted{.events = {}, .admitted_by = AdmittedBy(rules)};
  if (admitted.ok()) {
    submitted.events.push_back(*std::move(admitted));
  } else if (const EventDraft draft = messages::FromProto(message.event());
             MayBeRecorded(draft, admitted.faults())) {
    submitted.refused.push_back({0, OwnedDraft(draft), std::move(admitted).faults()});
  } else {
    metrics_.Refused(admitted.faults(), *rules.catalog, message.event().bureau());
    return call.End(Refused(ToViolations(admitted.faults())));
  }
  const absl::Status taken = committer_.Submit(
      std::move(submitted), [call](absl::StatusOr<storage::CommitResult> result) mutable {
        if (!result.ok()) return call.End(CommitterStatus(result.status(), Call::kUnary));
        EndWithOutcome(*result, call);
      });
  if (!taken.ok()) call.End(CommitterStatus(taken, Call::kUnary));
}

void IngestionService::SubmitBatch(UnaryCall call) {
  auto admitted = ReadBatch<v1::SubmitIndicatorBatchRequest>(call.request(), gate_, Call::kUnary,
                                                             clock_.Now(), &metrics_);
  if (const auto* status = std::get_if<grpc::Status>(&admitted)) return call.End(*status);
  auto batch = std::make_shared<AdmittedBatch>(std::move(std::get<AdmittedBatch>(admitted)));
  auto respond = [call, batch](absl::StatusOr<storage::CommitResult> result) mutable {
    if (!result.ok()) return call.End(CommitterStatus(result.status(), Call::kUnary));
    v1::SubmitIndicatorBatchResponse message;
    messages::FillResponse({batch->size, result->outcomes, batch->refused, result->revision},
                           &message);
    call.End(message);
  };
  if (batch->submitted.size() == 0) return respond(storage::CommitResult());
  const absl::Status taken = committer_.Submit(std::move(batch->submitted), respond);
  if (!taken.ok()) respond(taken);
}

runtime::RawBidiReactor* IngestionService::OpenStream(grpc::CallbackServerContext* context,
                                                      runtime::ObservedCall observed) {
  absl::MutexLock lock(&mutex_);
  auto stream = SubmitStream::Open({.gate = &gate_,
                                    .committer = &committer_,
                                    .metrics = &metrics_,
                                    .clock = &clock_,
                                    .answer_bytes = &answer_bytes_},
                                   context, observed, [this](SubmitStream* closed) {
                                     absl::MutexLock closing(&mutex_);
                                     streams_.erase(closed->shared_from_this());
                                   });
  streams_.insert(stream);
  return stream.get();
}

void IngestionService::Drain() {
  gate_.Close();
  absl::MutexLock lock(&mutex_);
  for (const auto& stream : streams_) stream->Drain();
}

}  // namespace jurimeter::ingestion
