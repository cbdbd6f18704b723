#include "tools/jurimeter/events/correction_sender.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/jurimeter/local/channel.h"

namespace jurimeter::tools {
namespace {

bool IsRetryable(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED;
}

}  // namespace

CorrectionSender::CorrectionSender(const std::string& address, bool dry_run,
                                   BatchSenderOptions options)
    : address_(address),
      dry_run_(dry_run),
      options_(options),
      channel_(OpenChannel(address)),
      service_(v1::IndicatorIngestion::NewStub(channel_)) {}

absl::StatusOr<CorrectionSender::Answer> CorrectionSender::Send(
    std::vector<v1::Correction> corrections) {
  if (corrections.empty()) return Answer();
  if (const absl::Status connected = Connect(); !connected.ok()) return connected;
  const auto count = static_cast<int>(corrections.size());
  if (corrections.front().has_replacement()) {
    v1::CorrectIndicatorBatchRequest request;
    for (v1::Correction& each : corrections) *request.add_corrections() = std::move(each);
    request.set_dry_run(dry_run_);
    return Call(&v1::IndicatorIngestion::Stub::CorrectIndicatorBatch, request, count);
  }
  v1::RetractIndicatorBatchRequest request;
  for (v1::Correction& each : corrections) {
    *request.add_retractions() = std::move(*each.mutable_retraction());
  }
  request.set_dry_run(dry_run_);
  return Call(&v1::IndicatorIngestion::Stub::RetractIndicatorBatch, request, count);
}

void CorrectionSender::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
  if (context_ != nullptr) context_->TryCancel();
}

absl::Status CorrectionSender::Connect() {
  if (connected_) return absl::OkStatus();
  const absl::Status status = AwaitConnection(*channel_, address_, kIngestionProgram);
  connected_ = status.ok();
  return status;
}

template <typename Request, typename Response>
absl::StatusOr<CorrectionSender::Answer> CorrectionSender::Call(
    grpc::Status (v1::IndicatorIngestion::Stub::*method)(grpc::ClientContext*, const Request&,
                                                         Response*),
    const Request& request, int count) {
  const absl::Time give_up = absl::Now() + options_.patience;
  absl::Duration pause = absl::ZeroDuration();
  while (true) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(give_up));
    {
      absl::MutexLock lock(&mutex_);
      if (stopped_) return absl::CancelledError("interrupted");
      context_ = &context;
    }
    Response response;
    const grpc::Status status = (*service_.*method)(&context, request, &response);
    {
      absl::MutexLock lock(&mutex_);
      context_ = nullptr;
      if (stopped_) return absl::CancelledError("interrupted");
    }
    if (status.ok()) {
      if (response.outcomes_size() != count) {
        return absl::InternalError(
            absl::StrCat(address_, "'s answer does not fit the batch that was sent"));
      }
      Answer answer;
      answer.mutable_outcomes()->Swap(response.mutable_outcomes());
      answer.mutable_problems()->Swap(response.mutable_problems());
      answer.set_revision(response.revision());
      return answer;
    }
    if (IsRetryable(status) && Pause(give_up, &pause)) continue;
    return absl::Status(
        static_cast<absl::StatusCode>(status.error_code()),
        absl::StrCat(address_, ": ", DescribeFailure(address_, kIngestionProgram, status)));
  }
}

bool CorrectionSender::Pause(absl::Time give_up, absl::Duration* pause) {
  *pause = std::min(std::max(2 * *pause, options_.first_pause), options_.longest_pause);
  const absl::Time end = absl::Now() + *pause;
  if (end >= give_up) return false;
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithDeadline(absl::Condition(&stopped_), end);
  return true;
}

}  // namespace jurimeter::tools
