#include "services/ingestion/submit_stream.h"

#include <grpcpp/server_context.h>

#include <utility>
#include <variant>

#include "jurimeter/v1/ingestion.pb.h"
#include "services/ingestion/batch_admission.h"
#include "services/ingestion/read_batch.h"
#include "services/messages/outcome_messages.h"
#include "services/runtime/rpc/request_decoder.h"

namespace jurimeter::ingestion {

SubmitStream::SubmitStream(const StreamContext& context, grpc::CallbackServerContext* call,
                           runtime::ObservedCall observed,
                           std::function<void(SubmitStream*)> closed)
    : context_(context), call_(*call), closed_(std::move(closed)), observed_(observed) {}

std::shared_ptr<SubmitStream> SubmitStream::Open(const StreamContext& context,
                                                 grpc::CallbackServerContext* call,
                                                 runtime::ObservedCall observed,
                                                 std::function<void(SubmitStream*)> closed) {
  std::shared_ptr<SubmitStream> stream(
      new SubmitStream(context, call, observed, std::move(closed)));
  stream->self_ = stream;
  absl::MutexLock lock(&stream->mutex_);
  // Each batch asks for its own: the catalog may change while the stream is open.
  const absl::Status open = context.gate->Enter().status();
  if (!open.ok()) stream->status_ = GateStatus(open, Call::kStream);
  stream->stopped_ = !stream->status_.ok();
  stream->Advance();
  return stream;
}

void SubmitStream::Drain() {
  absl::MutexLock lock(&mutex_);
  // The stream of a client that sends no more ends as it would anyway: nothing must be sent again.
  if (!stopped_ && !half_closed_) {
    status_ = ShuttingDown(Call::kStream);
    stopped_ = true;
  }
  Advance();
}

void SubmitStream::OnReadDone(bool ok) {
  Answer* answer = nullptr;
  {
    absl::MutexLock lock(&mutex_);
    if (!ok) half_closed_ = true;
    if (!ok || stopped_) {
      reading_ = false;
      Advance();
      return;
    }
    answer = &answers_.emplace_back();  // a deque keeps it in place
  }
  Submit(answer);
  absl::MutexLock lock(&mutex_);
  reading_ = false;  // not before: an answer on another thread would read over request_
  Advance();
}

void SubmitStream::Submit(Answer* answer) {
  auto read = ReadBatch<v1::SubmitIndicatorStreamRequest>(request_, *context_.gate, Call::kStream,
                                                          context_.clock->Now(), context_.metrics);
  if (const auto* status = std::get_if<grpc::Status>(&read)) {
    return SetAnswer(answer, *status, {});
  }
  auto batch = std::make_shared<AdmittedBatch>(std::move(std::get<AdmittedBatch>(read)));
  const auto respond = [self = shared_from_this(), answer,
                        batch](absl::StatusOr<storage::CommitResult> result) {
    if (!result.ok())
      return self->SetAnswer(answer, CommitterStatus(result.status(), Call::kStream), {});
    v1::SubmitIndicatorStreamResponse response;
    messages::FillResponse({batch->size, result->outcomes, batch->refused, result->revision},
                           &response);
    self->SetAnswer(answer, grpc::Status::OK, runtime::EncodeResponse(response));
  };
  {
    absl::MutexLock lock(&mutex_);
    answer->events = static_cast<size_t>(batch->size);
    unanswered_events_ += answer->events;
  }
  if (batch->submitted.size() == 0) return respond(storage::CommitResult());
  const absl::Status taken =
      context_.committer->SubmitPatiently(std::move(batch->submitted), respond);
  if (!taken.ok()) respond(taken);
}

void SubmitStream::SetAnswer(Answer* answer, const grpc::Status& status,
                             grpc::ByteBuffer response) {
  absl::MutexLock lock(&mutex_);
  answer->ready = true;
  answer->status = status;
  answer->bytes = response.Length();
  *context_.answer_bytes += answer->bytes;
  answer->response.Swap(&response);
  Advance();
}

void SubmitStream::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  PopAnswer();
  if (!ok && !stopped_) {
    stopped_ = true;  // the client is gone
    status_ = grpc::Status::CANCELLED;
  }
  Advance();
}

void SubmitStream::Advance() {
  MaybeWrite();
  MaybeRead();
  MaybeFinish();
}

void SubmitStream::MaybeWrite() {
  while (!writing_ && !answers_.empty() && answers_.front().ready) {
    Answer& front = answers_.front();
    // Nothing is answered after a batch that failed as a whole: answers have no gaps.
    if (front.status.ok() && !failed_) {
      writing_ = true;
      StartWrite(&front.response);
      return;
    }
    if (!failed_) status_ = front.status;
    failed_ = stopped_ = true;
    PopAnswer();
  }
}

void SubmitStream::MaybeRead() {
  if (reading_ || half_closed_ || stopped_) return;
  const bool ahead = unanswered_events_ >= kMaxUnansweredEvents ||
                     answers_.size() >= kMaxUnansweredBatches || context_.committer->full() ||
                     *context_.answer_bytes >= kMaxAnswerBytes;
  if (ahead && !answers_.empty()) return;
  reading_ = true;
  request_.Clear();
  StartRead(&request_);
}

void SubmitStream::PopAnswer() {
  unanswered_events_ -= answers_.front().events;
  *context_.answer_bytes -= answers_.front().bytes;
  answers_.pop_front();
}

void SubmitStream::MaybeFinish() {
  if (finished_ || writing_ || !answers_.empty() || !(half_closed_ || stopped_)) return;
  finished_ = true;
  if (call_.IsCancelled()) status_ = grpc::Status::CANCELLED;
  observed_.Finished(status_);
  Finish(status_);
}

void SubmitStream::OnDone() {
  closed_(this);
  // A commit that is still to be answered holds this too.
  const std::shared_ptr<SubmitStream> last = std::move(self_);
}

}  // namespace jurimeter::ingestion
