#include "services/ingestion/correction_calls.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "domain/catalog/correction_readmission.h"
#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "services/ingestion/batch_admission.h"
#include "services/messages/correction_messages.h"
#include "services/messages/message_decoder.h"
#include "services/messages/outcome_messages.h"
#include "services/runtime/rpc/rpc_status.h"
#include "services/runtime/rpc/unary_call.h"

namespace jurimeter::ingestion {
namespace {

using messages::InvalidTexts;

// A correction, or a retraction if it has no replacement, as it came.
struct CorrectionRequest {
  v1::Correction message;
  InvalidTexts invalid_texts = {};  // those of the message that were repaired
};

// What a request asks for. A retraction becomes a correction without a replacement. A correction
// always has a replacement: one that the caller left out is refused by the fields that it lacks.
// The message is taken apart.

std::vector<CorrectionRequest> RequestsOf(v1::RetractIndicatorRequest* message,
                                          const InvalidTexts& invalid_texts) {
  std::vector<CorrectionRequest> requests(1);
  *requests[0].message.mutable_retraction() = std::move(*message->mutable_retraction());
  requests[0].invalid_texts = invalid_texts;
  return requests;
}

std::vector<CorrectionRequest> RequestsOf(v1::CorrectIndicatorRequest* message,
                                          const InvalidTexts& invalid_texts) {
  std::vector<CorrectionRequest> requests(1);
  requests[0].message = std::move(*message->mutable_correction());
  requests[0].message.mutable_replacement();
  for (absl::string_view field : invalid_texts) {
    requests[0].invalid_texts.emplace_back(absl::StripPrefix(field, "correction."));
  }
  return requests;
}

std::vector<CorrectionRequest> RequestsOf(v1::RetractIndicatorBatchRequest* message,
                                          const InvalidTexts& invalid_texts) {
  std::vector<CorrectionRequest> requests;
  for (v1::Retraction& retraction : *message->mutable_retractions()) {
    *requests.emplace_back().message.mutable_retraction() = std::move(retraction);
  }
  for (const auto& [place, fields] : messages::ByElement(invalid_texts, "retractions")) {
    for (const std::string& field : fields) {
      requests[static_cast<size_t>(place)].invalid_texts.push_back(
          absl::StrCat("retraction.", field));
    }
  }
  return requests;
}

std::vector<CorrectionRequest> RequestsOf(v1::CorrectIndicatorBatchRequest* message,
                                          const InvalidTexts& invalid_texts) {
  std::vector<CorrectionRequest> requests;
  for (v1::Correction& correction : *message->mutable_corrections()) {
    requests.emplace_back().message = std::move(correction);
    requests.back().message.mutable_replacement();
  }
  for (auto& [place, fields] : messages::ByElement(invalid_texts, "corrections")) {
    requests[static_cast<size_t>(place)].invalid_texts = fields;
  }
  return requests;
}

// Has `rules` admit each request. Those that they refuse for good are settled.
CorrectionSubmission Admit(const runtime::RulesInForce& rules,
                           const std::vector<CorrectionRequest>& requests, absl::Time now) {
  CorrectionSubmission submission;
  submission.results.resize(requests.size());
  for (size_t place = 0; place < requests.size(); ++place) {
    const v1::Correction& message = requests[place].message;
    auto admitted =
        messages::AdmitMessage(rules.admission(), message, requests[place].invalid_texts, now);
    const CorrectionDraft draft = messages::FromProto(message);
    if (!admitted.ok() && !MayBeDone(draft, admitted.faults())) {
      submission.results[place] = {CorrectionOutcome::kRefused, std::move(admitted).faults()};
      continue;
    }
    submission.pending.push_back(MakePending(place, rules, draft, std::move(admitted)));
  }
  return submission;
}

// Why a request is refused as a whole; empty if it is not.

Violations CheckSize(const v1::RetractIndicatorRequest& /*request*/, size_t /*bytes*/) {
  return {};
}

Violations CheckSize(const v1::CorrectIndicatorRequest& /*request*/, size_t /*bytes*/) {
  return {};
}

Violations CheckSize(const v1::RetractIndicatorBatchRequest& request, size_t bytes) {
  return CheckBatchSize(request.retractions_size(), bytes, "retractions");
}

Violations CheckSize(const v1::CorrectIndicatorBatchRequest& request, size_t bytes) {
  return CheckBatchSize(request.corrections_size(), bytes, "corrections");
}

// Ends a call of one correction.
template <typename Response>
void EndOne(const storage::CorrectResult& done, runtime::UnaryCall call) {
  const CorrectionResult& result = done.results.front();
  if (result.outcome == CorrectionOutcome::kRefused) {
    return call.End(runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT,
                                            runtime::kCorrectionRefused,
                                            ToViolations(result.refusals)));
  }
  Response response;
  response.set_outcome(messages::ToProto(result.outcome));
  response.set_revision(done.revision);
  call.End(response);
}

// Ends a call of a batch.
template <typename Response>
void EndBatch(const storage::CorrectResult& done, runtime::UnaryCall call) {
  Response response;
  messages::FillResponse(done.results, done.revision, &response);
  call.End(response);
}

}  // namespace

void CorrectionCalls::Retract(runtime::UnaryCall call) {
  Take<v1::RetractIndicatorRequest>(CorrectionKind::kRetraction, call,
                                    EndOne<v1::RetractIndicatorResponse>);
}

void CorrectionCalls::Correct(runtime::UnaryCall call) {
  Take<v1::CorrectIndicatorRequest>(CorrectionKind::kCorrection, call,
                                    EndOne<v1::CorrectIndicatorResponse>);
}

void CorrectionCalls::RetractBatch(runtime::UnaryCall call) {
  Take<v1::RetractIndicatorBatchRequest>(CorrectionKind::kRetraction, call,
                                         EndBatch<v1::RetractIndicatorBatchResponse>);
}

void CorrectionCalls::CorrectBatch(runtime::UnaryCall call) {
  Take<v1::CorrectIndicatorBatchRequest>(CorrectionKind::kCorrection, call,
                                         EndBatch<v1::CorrectIndicatorBatchResponse>);
}

template <typename Request>
void CorrectionCalls::Take(CorrectionKind kind, runtime::UnaryCall call, End end) {
  Request message;
  const auto invalid_texts = call.Read(&message);
  if (!invalid_texts.has_value()) return;
  const Violations too_large = CheckSize(message, call.request().Length());
  if (!too_large.empty()) {
    return call.End(runtime::WithViolations(grpc::StatusCode::INVALID_ARGUMENT,
                                            runtime::kBatchTooLarge, too_large));
  }
  const absl::StatusOr<runtime::Rules> rules = gate_.Enter();
  if (!rules.ok()) return call.End(GateStatus(rules.status(), Call::kUnary));
  const bool dry_run = message.dry_run();
  CorrectionSubmission submission =
      Admit(**rules, RequestsOf(&message, *invalid_texts), clock_.Now());
  submission.dry_run = dry_run;
  CorrectionsDone done = [this, call, kind, dry_run,
                          end](absl::StatusOr<storage::CorrectResult> result) mutable {
    if (!result.ok()) return call.End(CommitterStatus(result.status(), Call::kCorrections));
    if (!dry_run) metrics_.Count(kind, result->results);
    end(*result, call);
  };
  if (submission.pending.empty()) return done(storage::CorrectResult{submission.results});
  const absl::Status taken = queue_.Submit(std::move(submission), std::move(done));
  if (!taken.ok()) call.End(CommitterStatus(taken, Call::kUnary));
}

}  // namespace jurimeter::ingestion
