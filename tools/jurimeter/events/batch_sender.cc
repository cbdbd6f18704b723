#include "tools/jurimeter/events/batch_sender.h"

#include <grpcpp/grpcpp.h>

#include <deque>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "jurimeter/v1/ingestion.grpc.pb.h"
#include "tools/jurimeter/local/channel.h"

namespace jurimeter::tools {
namespace {

absl::Status ToAbslStatus(const std::string& address, const grpc::Status& status) {
  return absl::Status(
      static_cast<absl::StatusCode>(status.error_code()),
      absl::StrCat(address, ": ", DescribeFailure(address, kIngestionProgram, status)));
}

}  // namespace

class BatchSender::Connection {
 public:
  Connection(const std::string& address, OnAnswer on_answer, BatchSenderOptions options)
      : address_(address),
        on_answer_(std::move(on_answer)),
        options_(options),
        channel_(OpenChannel(address)),
        service_(v1::IndicatorIngestion::NewStub(channel_)) {}

  ~Connection() {
    if (stream_ == nullptr) return;
    Cancel();
    EndStream();
  }

  void Stop() {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
    if (context_ != nullptr) context_->TryCancel();
    changed_.SignalAll();
  }

  absl::Status Connect() {
    if (connected_) return absl::OkStatus();
    const absl::Status status = AwaitConnection(*channel_, address_, kIngestionProgram);
    connected_ = status.ok();
    return status;
  }

  absl::Status Send(Batch batch) {
    if (batch.request.events().empty()) {
      const absl::Status drained = DrainTo(0);
      if (drained.ok()) on_answer_(batch, Answer());
      return drained;
    }
    {
      absl::MutexLock lock(&mutex_);
      if (unanswered_.empty()) last_answer_ = absl::Now();
      unanswered_.push_back(std::move(batch));
    }
    return DrainTo(options_.max_in_flight - 1);
  }

  absl::Status Finish() {
    const absl::Status drained = DrainTo(0);
    if (!drained.ok() || stream_ == nullptr) return drained;
    stream_->WritesDone();
    EndStream();
    return absl::OkStatus();
  }

 private:
  // What to do next. kWrite comes with the message to write.
  enum class Step { kDone, kWrite, kReconnect, kStalled, kStopped };

  // Waits until at most `most` batches have no answer; reconnects meanwhile.
  absl::Status DrainTo(size_t most) {
    while (true) {
      const v1::SubmitIndicatorStreamRequest* request = nullptr;
      switch (NextStep(most, &request)) {
        case Step::kDone:
          return absl::OkStatus();
        case Step::kWrite:
          if (stream_ == nullptr) BeginStream();
          // If this fails, the reader sees the stream's end.
          stream_->Write(*request);
          break;
        case Step::kReconnect:
          if (const absl::Status status = Recover(); !status.ok()) return status;
          break;
        case Step::kStopped:
          return absl::CancelledError("interrupted");
        case Step::kStalled:
          Cancel();
          EndStream();
          return absl::UnavailableError(
              absl::StrCat(address_, " has answered nothing for ",
                           absl::FormatDuration(options_.retries.patience)));
      }
    }
  }

  Step NextStep(size_t most, const v1::SubmitIndicatorStreamRequest** request) {
    absl::MutexLock lock(&mutex_);
    while (true) {
      if (stopped_) return Step::kStopped;
      const bool all_written = written_ == unanswered_.size();
      if (all_written && unanswered_.size() <= most) return Step::kDone;
      if (ended_) return Step::kReconnect;
      if (!all_written) {
        // The request stays in place while it has no answer: a deque does not move its elements.
        *request = &unanswered_[written_++].request;
        return Step::kWrite;
      }
      if (changed_.WaitWithDeadline(&mutex_, last_answer_ + options_.retries.patience)) {
        return Step::kStalled;
      }
    }
  }

  void BeginStream() {
    auto context = std::make_unique<grpc::ClientContext>();
    stream_ = service_->SubmitIndicatorStream(context.get());
    {
      absl::MutexLock lock(&mutex_);
      context_ = std::move(context);
      if (stopped_) context_->TryCancel();
    }
    reader_ = std::thread([this] { ReadAnswers(); });
  }

  void Cancel() {
    absl::MutexLock lock(&mutex_);
    context_->TryCancel();
  }

  grpc::Status EndStream() {
    reader_.join();
    const grpc::Status status = stream_->Finish();
    stream_.reset();
    absl::MutexLock lock(&mutex_);
    written_ = 0;
    ended_ = false;
    return status;
  }

  void ReadAnswers() {
    Answer answer;
    while (stream_->Read(&answer) && Take(answer)) {
    }
    absl::MutexLock lock(&mutex_);
    ended_ = true;
    changed_.SignalAll();
  }

  // Returns false if `answer` does not fit its batch.
  bool Take(const Answer& answer) {
    const Batch* batch = nullptr;
    {
      absl::MutexLock lock(&mutex_);
      mismatched_ =
          written_ == 0 || answer.outcomes_size() != unanswered_.front().request.events_size();
      if (!mismatched_) batch = &unanswered_.front();
    }
    if (batch == nullptr) {
      Cancel();
      return false;
    }
    on_answer_(*batch, answer);
    absl::MutexLock lock(&mutex_);
    unanswered_.pop_front();
    --written_;
    last_answer_ = absl::Now();
    pause_ = absl::ZeroDuration();
    changed_.SignalAll();
    return true;
  }

  // Call it after the stream's end. OK if it makes sense to go on with another stream.
  absl::Status Recover() {
    const grpc::Status status = EndStream();
    absl::MutexLock lock(&mutex_);
    if (stopped_) return absl::OkStatus();  // the next step ends it
    if (mismatched_) {
      return absl::InternalError(
          absl::StrCat(address_, "'s answer does not fit the batch that was sent"));
    }
    // A server that ends a stream without an error is stopping. It did not answer every batch.
    if (!status.ok() && !MayPass(status)) return ToAbslStatus(address_, status);
    if (absl::Now() >= last_answer_ + options_.retries.patience) {
      return absl::UnavailableError(absl::StrCat("gave up after ",
                                                 absl::FormatDuration(options_.retries.patience),
                                                 ": ", status.error_message()));
    }
    pause_ = NextPause(pause_, options_.retries);
    const absl::Time end = absl::Now() + pause_;
    while (!stopped_ && !changed_.WaitWithDeadline(&mutex_, end)) {
    }
    return absl::OkStatus();
  }

  const std::string address_;
  const OnAnswer on_answer_;
  const BatchSenderOptions options_;
  const std::shared_ptr<grpc::Channel> channel_;
  const std::unique_ptr<v1::IndicatorIngestion::Stub> service_;
  bool connected_ = false;

  // The present stream's; null between two streams.
  std::unique_ptr<
      grpc::ClientReaderWriter<v1::SubmitIndicatorStreamRequest, v1::SubmitIndicatorStreamResponse>>
      stream_;
  std::thread reader_;

  absl::Mutex mutex_;
  absl::CondVar changed_;
  // The present stream's, or the last one's.
  std::unique_ptr<grpc::ClientContext> context_ ABSL_GUARDED_BY(mutex_);
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Batch> unanswered_ ABSL_GUARDED_BY(mutex_);
  size_t written_ ABSL_GUARDED_BY(mutex_) = 0;  // how many, on the present stream
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;  // the reader has seen the present stream's end
  bool mismatched_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Time last_answer_ ABSL_GUARDED_BY(mutex_);
  absl::Duration pause_ ABSL_GUARDED_BY(mutex_);
};

BatchSender::BatchSender(const std::string& address, OnAnswer on_answer, BatchSenderOptions options)
    : connection_(std::make_unique<Connection>(address, std::move(on_answer), options)) {}

BatchSender::~BatchSender() = default;

absl::Status BatchSender::Send(Batch batch) {
  const absl::Status connected = connection_->Connect();
  return connected.ok() ? connection_->Send(std::move(batch)) : connected;
}

void BatchSender::Stop() { connection_->Stop(); }

absl::Status BatchSender::Finish() { return connection_->Finish(); }

}  // namespace jurimeter::tools
