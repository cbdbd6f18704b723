#include "tools/bench/stream_load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <deque>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "tools/bench/interruption.h"
#include "tools/bench/load_client.h"

namespace jurimeter::bench {
namespace {

constexpr char kMethod[] = "/jurimeter.v1.IndicatorIngestion/SubmitIndicatorStream";

// Most times that streams are resumed in one run.
constexpr int kMaxResumed = 1'000;

bool CanBeResumed(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED;
}

// Shared by all streams.
struct Load {
  absl::Span<const std::string> messages;
  std::deque<size_t> unsent;  // places in `messages`
  StreamOutcome outcome;
  absl::Status fault;  // the first one
};

// One stream. Its operations are tags of the completion queue.
class Stream {
 public:
  Stream(Load* load, std::shared_ptr<grpc::Channel> channel, grpc::CompletionQueue* queue)
      : load_(*load), queue_(*queue), stub_(std::move(channel)) {
    Open();
  }

  // Whether no operation of it is under way.
  bool ended() const { return ended_; }
  void Cancel() { context_->TryCancel(); }

  struct Operation {
    Stream* stream;
    void (Stream::*done)(bool ok);
  };

  // The completion queue says how `operation`, one of this stream's, has ended.
  void Done(const Operation& operation, bool ok) {
    --pending_;
    (this->*operation.done)(ok);
    if (pending_ == 0) Close();
  }

 private:
  void Open() {
    context_ = std::make_unique<grpc::ClientContext>();
    call_ = stub_.PrepareCall(context_.get(), kMethod, &queue_);
    call_->StartCall(Begin(&start_));
  }

  // Counts an operation that begins.
  void* Begin(Operation* operation) {
    ++pending_;
    return operation;
  }

  void Started(bool ok) {
    if (ok) WriteNext();
    ReadOrFinish(ok);
  }

  void WriteNext() {
    if (load_.unsent.empty()) {
      call_->WritesDone(Begin(&writes_done_));
      return;
    }
    unanswered_.push_back(load_.unsent.front());
    load_.unsent.pop_front();
    call_->Write(Borrowed(load_.messages[unanswered_.back()]), Begin(&write_));
  }

  void Written(bool ok) {
    // If it failed, the reader sees the stream's end.
    if (ok) WriteNext();
  }

  void WritesEnded(bool /*ok*/) {}

  void Read(bool ok) {
    if (ok) Count();
    ReadOrFinish(ok);
  }

  void ReadOrFinish(bool ok) {
    if (ok) {
      call_->Read(&answer_, Begin(&read_));
    } else {
      call_->Finish(&status_, Begin(&finish_));
    }
  }

  void Count() {
    const auto answer = ParseBytes<v1::SubmitIndicatorStreamResponse>(answer_);
    if (unanswered_.empty() || !answer) return Fail("an answer does not fit its message");
    unanswered_.pop_front();
    load_.outcome.acknowledgements.push_back({absl::Now(), answer->revision()});
    for (const int outcome : answer->outcomes()) {
      if (outcome == v1::OUTCOME_RECORDED) {
        ++load_.outcome.recorded;
      } else if (outcome == v1::OUTCOME_DUPLICATE) {
        ++load_.outcome.duplicates;
      } else {
        return Fail(absl::StrCat("an event was not stored: ", answer->ShortDebugString()));
      }
    }
  }

  void Finished(bool /*ok*/) {}

  // Called after the last operation of a call.
  void Close() {
    load_.unsent.insert(load_.unsent.begin(), unanswered_.begin(), unanswered_.end());
    unanswered_.clear();
    if (load_.fault.ok() && CanBeResumed(status_) &&
        ++load_.outcome.resumed_streams <= kMaxResumed) {
      Open();
      return;
    }
    ended_ = true;
    if (!status_.ok()) Fail(absl::StrCat("a stream ended: ", status_.error_message()));
  }

  void Fail(const std::string& fault) {
    if (load_.fault.ok()) load_.fault = absl::InternalError(fault);
    Cancel();
  }

  Load& load_;
  grpc::CompletionQueue& queue_;
  grpc::GenericStub stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  std::deque<size_t> unanswered_;  // places in the load's messages
  grpc::ByteBuffer answer_;
  grpc::Status status_;
  int pending_ = 0;
  bool ended_ = false;

  Operation start_{this, &Stream::Started};
  Operation write_{this, &Stream::Written};
  Operation writes_done_{this, &Stream::WritesEnded};
  Operation read_{this, &Stream::Read};
  Operation finish_{this, &Stream::Finished};
};

// Runs `queue` until all streams have ended and no operation is under way.
void Run(const std::vector<std::unique_ptr<Stream>>& streams, grpc::CompletionQueue* queue,
         Load* load) {
  bool shut_down = false;
  while (true) {
    void* tag = nullptr;
    bool ok = false;
    const auto next = queue->AsyncNext(&tag, &ok, NextLook());
    if (next == grpc::CompletionQueue::SHUTDOWN) return;
    if (next == grpc::CompletionQueue::GOT_EVENT) {
      const auto* operation = static_cast<Stream::Operation*>(tag);
      operation->stream->Done(*operation, ok);
    }
    // A busy queue never waits. So look after each message whether the user asked to end.
    if (load->fault.ok()) load->fault = CheckInterruption();
    bool all_ended = true;
    for (const auto& stream : streams) {
      if (!load->fault.ok()) stream->Cancel();
      all_ended = all_ended && stream->ended();
    }
    if (all_ended && !shut_down) {
      shut_down = true;
      queue->Shutdown();
    }
  }
}

}  // namespace

int64_t StreamOutcome::last_revision() const {
  int64_t last = 0;
  for (const Acknowledgement& each : acknowledgements) last = std::max(last, each.revision);
  return last;
}

absl::StatusOr<StreamOutcome> SendByStreams(const std::string& address,
                                            absl::Span<const std::string> messages, int streams) {
  auto channels = Connections(address, streams);
  if (!channels.ok()) return channels.status();
  Load load{.messages = messages, .unsent = {}, .outcome = {}, .fault = absl::OkStatus()};
  for (size_t place = 0; place < messages.size(); ++place) load.unsent.push_back(place);
  load.outcome.acknowledgements.reserve(messages.size());
  grpc::CompletionQueue queue;
  std::vector<std::unique_ptr<Stream>> running;
  const absl::Time begin = absl::Now();
  for (auto& channel : *channels) {
    running.push_back(std::make_unique<Stream>(&load, std::move(channel), &queue));
  }
  Run(running, &queue, &load);
  if (!load.fault.ok()) return load.fault;
  if (load.outcome.acknowledgements.size() != messages.size()) {
    return absl::InternalError(absl::StrCat("sent ", messages.size(), " messages, ",
                                            load.outcome.acknowledgements.size(),
                                            " were acknowledged"));
  }
  load.outcome.elapsed = load.outcome.acknowledgements.back().at - begin;
  return std::move(load.outcome);
}

}  // namespace jurimeter::bench
