#include "services/ingestion/submission_gate.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/values/text.h"
#include "services/runtime/rpc/rpc_status.h"

namespace jurimeter::ingestion {
namespace {

// A full queue of the default size is written in about half a second.
constexpr absl::Duration kQueueFullDelay = absl::Milliseconds(500);
// The services try to reach the database once a second.
constexpr absl::Duration kDatabaseDelay = absl::Seconds(1);
constexpr absl::Duration kShuttingDownDelay = absl::Seconds(1);
constexpr char kDatabaseAway[] = "the database is unavailable";

// `cause`, and what became of a call that is not taken because of it.
std::string NotTaken(std::string_view cause, Call call) {
  switch (call) {
    case Call::kUnary:
      return absl::StrCat(ToAbsl(cause), "; this call stored nothing");
    case Call::kStream:
      // Batches without an answer may be stored too, if they came after one that was not taken.
      return absl::StrCat(ToAbsl(cause),
                          "; batches that were answered are stored, and sending the others again "
                          "is safe");
    case Call::kCorrections:
      return absl::StrCat(ToAbsl(cause),
                          "; what this call has done stays done, and sending it again is safe");
  }
  return std::string(cause);
}

}  // namespace

absl::StatusOr<runtime::Rules> SubmissionGate::Enter() const {
  if (closed_) return absl::CancelledError("closed");
  runtime::Rules in_force = rules_.current();
  if (!readiness_.ready() || in_force == nullptr) {
    return absl::UnavailableError(kDatabaseAway);
  }
  return in_force;
}

grpc::Status GateStatus(const absl::Status& status, Call call) {
  if (absl::IsCancelled(status)) return ShuttingDown(call);
  return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kDatabaseUnavailable,
                            NotTaken(kDatabaseAway, call), kDatabaseDelay);
}

grpc::Status CommitterStatus(const absl::Status& status, Call call) {
  if (absl::IsCancelled(status)) return ShuttingDown(call);
  if (absl::IsResourceExhausted(status)) {
    return runtime::Retryable(grpc::StatusCode::RESOURCE_EXHAUSTED, runtime::kQueueFull,
                              NotTaken("the queue is full", call), kQueueFullDelay);
  }
  if (absl::IsAborted(status)) {
    return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kDatabaseUnavailable,
                              "the rules change faster than this can be committed; sending it "
                              "again is safe",
                              kDatabaseDelay);
  }
  return runtime::FromStorage(status);
}

grpc::Status ShuttingDown(Call call) {
  return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kShuttingDown,
                            NotTaken("this server is shutting down", call), kShuttingDownDelay);
}

}  // namespace jurimeter::ingestion
