#include "tools/jurimeter/events/correction_sender.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/jurimeter/local/channel.h"

namespace jurimeter::tools {

CorrectionSender::CorrectionSender(const std::string& address, bool dry_run,
                                   CorrectionSenderOptions options)
    : address_(address),
      dry_run_(dry_run),
      options_(options),
      channel_(OpenChannel(address)),
      service_(v1::IndicatorIngestion::NewStub(channel_)) {}

absl::StatusOr<CorrectionSender::Answer> CorrectionSender::Send(
    const std::vector<v1::Correction>& corrections) {
  if (corrections.empty()) return Answer();
  if (const absl::Status connected = Connect(); !connected.ok()) return connected;
  const auto count = static_cast<int>(corrections.size());
  if (corrections.front().has_replacement()) {
    v1::CorrectIndicatorBatchRequest request;
    for (const v1::Correction& each : corrections) *request.add_corrections() = each;
    request.set_dry_run(dry_run_);
    return Call(&v1::IndicatorIngestion::Stub::CorrectIndicatorBatch, request, count);
  }
  v1::RetractIndicatorBatchRequest request;
  for (const v1::Correction& each : corrections) *request.add_retractions() = each.retraction();
  request.set_dry_run(dry_run_);
  return Call(&v1::IndicatorIngestion::Stub::RetractIndicatorBatch, request, count);
}

void CorrectionSender::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
  for (grpc::ClientContext* context : contexts_) context->TryCancel();
}

absl::Status CorrectionSender::Connect() {
  absl::MutexLock lock(&connecting_);
  if (connected_) return absl::OkStatus();
  const absl::Status status = AwaitConnection(*channel_, address_, kIngestionProgram);
  connected_ = status.ok();
  return status;
}

template <typename Request, typename Response>
absl::StatusOr<CorrectionSender::Answer> CorrectionSender::Call(Method<Request, Response> method,
                                                                const Request& request, int count) {
  const absl::Time give_up = absl::Now() + options_.retries.patience;
  absl::Duration pause = absl::ZeroDuration();
  std::string failure;
  while (true) {
    Response response;
    const grpc::Status status =
        Attempt(method, request, std::min(give_up, absl::Now() + options_.attempt), &response);
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
    if (stopped()) return absl::CancelledError("interrupted");
    // The last attempt may be cut short; what the service said before explains more.
    if (failure.empty() || status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED) {
      failure = DescribeFailure(address_, kIngestionProgram, status);
    }
    if (!MayPass(status)) {
      return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                          absl::StrCat(address_, ": ", failure));
    }
    pause = NextPause(pause, options_.retries);
    const absl::Time next = absl::Now() + pause;
    if (next >= give_up) {
      return absl::UnavailableError(absl::StrCat(address_, ": gave up after ",
                                                 absl::FormatDuration(options_.retries.patience),
                                                 ": ", failure));
    }
    AwaitNext(next);
  }
}

template <typename Request, typename Response>
grpc::Status CorrectionSender::Attempt(Method<Request, Response> method, const Request& request,
                                       absl::Time deadline, Response* response) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(deadline));
  {
    absl::MutexLock lock(&mutex_);
    if (stopped_) return grpc::Status::CANCELLED;
    contexts_.insert(&context);
  }
  const grpc::Status status = (*service_.*method)(&context, request, response);
  absl::MutexLock lock(&mutex_);
  contexts_.erase(&context);
  return status;
}

bool CorrectionSender::stopped() {
  absl::MutexLock lock(&mutex_);
  return stopped_;
}

void CorrectionSender::AwaitNext(absl::Time end) {
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithDeadline(absl::Condition(&stopped_), end);
}

}  // namespace jurimeter::tools
