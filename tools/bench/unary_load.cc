#include "tools/bench/unary_load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tools/bench/interruption.h"
#include "tools/bench/load_client.h"

namespace jurimeter::bench {
namespace {

// A busy queue never waits. So after this many calls, look whether the user asked to end.
constexpr size_t kCallsPerLook = 64;

// Shared by all slots.
struct Progress {
  const UnaryLoad& load;
  grpc::CompletionQueue queue;
  absl::Time deadline = absl::InfiniteFuture();
  size_t begun = 0;
  UnaryOutcome outcome;
  absl::Status fault;  // the first one
};

// Makes one call after the other; it is the tag of its call in the completion queue.
class Slot {
 public:
  Slot(Progress* progress, std::shared_ptr<grpc::Channel> channel)
      : progress_(*progress), stub_(std::move(channel)) {}

  // Returns false if no call is left to make.
  bool BeginNext() {
    const UnaryLoad& load = progress_.load;
    if (progress_.begun == load.calls || !progress_.fault.ok()) return false;
    begin_ = absl::Now();
    if (begin_ >= progress_.deadline) return false;
    const std::string& request = load.requests[progress_.begun++ % load.requests.size()];
    context_.emplace();
    call_ = stub_.PrepareUnaryCall(&*context_, load.method, Borrowed(request), &progress_.queue);
    call_->StartCall();
    call_->Finish(&response_, &status_, this);
    return true;
  }

  // Called after the call's end.
  void Count() {
    if (!status_.ok()) {
      progress_.fault = absl::InternalError(
          absl::StrCat(progress_.load.method, " failed: ", status_.error_message()));
      return;
    }
    UnaryOutcome& outcome = progress_.outcome;
    outcome.latencies_ms.push_back(absl::ToDoubleMilliseconds(absl::Now() - begin_));
    outcome.response_bytes = std::max(outcome.response_bytes, response_.Length());
  }

 private:
  Progress& progress_;
  grpc::GenericStub stub_;
  std::optional<grpc::ClientContext> context_;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> call_;
  grpc::ByteBuffer response_;
  grpc::Status status_;
  absl::Time begin_;
};

}  // namespace

absl::StatusOr<UnaryOutcome> MakeCalls(const UnaryLoad& load) {
  auto channels = Connections(load.address, load.connections);
  if (!channels.ok()) return channels.status();
  Progress progress{.load = load,
                    .queue = {},
                    .deadline = {},
                    .begun = 0,
                    .outcome = {},
                    .fault = absl::OkStatus()};
  progress.outcome.latencies_ms.reserve(load.calls);
  std::vector<std::unique_ptr<Slot>> slots;
  for (size_t n = 0; n < std::min(load.in_flight, load.calls); ++n) {
    slots.push_back(std::make_unique<Slot>(&progress, (*channels)[n % channels->size()]));
  }
  const absl::Time begin = absl::Now();
  progress.deadline = begin + load.limit;
  size_t open = 0;
  for (const auto& slot : slots) open += slot->BeginNext() ? 1 : 0;
  while (open > 0) {
    void* tag = nullptr;
    bool ok = false;
    const bool ended =
        progress.queue.AsyncNext(&tag, &ok, NextLook()) == grpc::CompletionQueue::GOT_EVENT;
    const bool look = !ended || progress.begun % kCallsPerLook == 0;
    if (look && progress.fault.ok()) progress.fault = CheckInterruption();
    if (!ended) continue;
    auto* slot = static_cast<Slot*>(tag);
    slot->Count();
    if (!slot->BeginNext()) --open;
  }
  progress.outcome.elapsed = absl::Now() - begin;
  progress.queue.Shutdown();
  if (!progress.fault.ok()) return progress.fault;
  return std::move(progress.outcome);
}

}  // namespace jurimeter::bench
