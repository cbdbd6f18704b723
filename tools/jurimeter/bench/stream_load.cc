#include "tools/jurimeter/bench/stream_load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "tools/jurimeter/bench/interruption.h"
#include "tools/jurimeter/bench/wire.h"

namespace jurimeter::tools {
namespace {

constexpr char kMethod[] = "/jurimeter.v1.IndicatorIngestion/SubmitIndicatorStream";

// What all streams share.
struct Load {
  absl::Span<const std::string> messages;
  size_t sent = 0;
  StreamOutcome outcome;
  absl::Status fault;  // the first
};

// One stream. Its operations are tags of the completion queue.
class Stream {
 public:
  Stream(Load* load, std::shared_ptr<grpc::Channel> channel, grpc::CompletionQueue* queue)
      : load_(*load), stub_(std::move(channel)) {
    call_ = stub_.PrepareCall(&context_, kMethod, queue);
    call_->StartCall(&start_);
  }

  bool ended() const { return ended_; }
  void Cancel() { context_.TryCancel(); }

  // An operation of this or another stream.
  struct Operation {
    Stream* stream;
    void (Stream::*done)(bool ok);
  };

 private:
  void Started(bool ok) {
    if (ok) {
      WriteNext();
      call_->Read(&answer_, &read_);
    } else {
      call_->Finish(&status_, &finish_);
    }
  }

  void WriteNext() {
    if (load_.sent < load_.messages.size()) {
      call_->Write(Borrowed(load_.messages[load_.sent++]), &write_);
    } else {
      call_->WritesDone(&writes_done_);
    }
  }

  void Written(bool ok) {
    // Where it failed, the reader sees the stream's end.
    if (ok && !ended_) WriteNext();
  }

  void WritesEnded(bool /*ok*/) {}

  void Read(bool ok) {
    if (!ok) {
      call_->Finish(&status_, &finish_);
      return;
    }
    Count();
    call_->Read(&answer_, &read_);
  }

  void Count() {
    v1::SubmitIndicatorStreamResponse answer;
    if (!ParseBytes(answer_, &answer)) return Fail("an answer cannot be parsed");
    load_.outcome.acknowledgements.push_back({absl::Now(), answer.revision()});
    for (const int outcome : answer.outcomes()) {
      if (outcome == v1::OUTCOME_RECORDED) {
        ++load_.outcome.recorded;
      } else if (outcome == v1::OUTCOME_DUPLICATE) {
        ++load_.outcome.duplicates;
      } else {
        return Fail(absl::StrCat("an event was not stored: ", answer.ShortDebugString()));
      }
    }
  }

  void Finished(bool /*ok*/) {
    ended_ = true;
    if (!status_.ok()) Fail(absl::StrCat("a stream ended: ", status_.error_message()));
  }

  void Fail(const std::string& fault) {
    if (load_.fault.ok()) load_.fault = absl::InternalError(fault);
    Cancel();
  }

  Load& load_;
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call_;
  grpc::ByteBuffer answer_;
  grpc::Status status_;
  bool ended_ = false;

  Operation start_{this, &Stream::Started};
  Operation write_{this, &Stream::Written};
  Operation writes_done_{this, &Stream::WritesEnded};
  Operation read_{this, &Stream::Read};
  Operation finish_{this, &Stream::Finished};
};

// Runs `queue` until all streams have ended and nothing of theirs is on its way.
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
      (operation->stream->*operation->done)(ok);
    } else if (load->fault.ok()) {
      load->fault = CheckInterruption();
    }
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

absl::StatusOr<StreamOutcome> SendByStreams(const std::string& address,
                                            absl::Span<const std::string> messages, int streams) {
  auto channels = Connections(address, streams);
  if (!channels.ok()) return channels.status();
  Load load{.messages = messages, .outcome = {}, .fault = absl::OkStatus()};
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

}  // namespace jurimeter::tools
