#include "services/ingestion/submission_gate.h"

#include "absl/time/time.h"
#include "services/runtime/rpc_status.h"

namespace jurimeter::ingestion {
namespace {

// A full queue of the default size is written in about half a second.
constexpr absl::Duration kQueueFullDelay = absl::Milliseconds(500);
// The database is looked for once a second.
constexpr absl::Duration kDatabaseDelay = absl::Seconds(1);
constexpr absl::Duration kShuttingDownDelay = absl::Seconds(1);

}  // namespace

grpc::Status SubmissionGate::Check() const {
  if (closed_) return ShuttingDown();
  if (!readiness_.ready()) {
    return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kDatabaseUnavailable,
                              "the database is unavailable; nothing was stored", kDatabaseDelay);
  }
  return grpc::Status::OK;
}

grpc::Status CommitterStatus(const absl::Status& status) {
  if (absl::IsCancelled(status)) return ShuttingDown();
  if (absl::IsResourceExhausted(status)) {
    return runtime::Retryable(grpc::StatusCode::RESOURCE_EXHAUSTED, runtime::kQueueFull,
                              "the queue is full; nothing was stored", kQueueFullDelay);
  }
  if (absl::IsFailedPrecondition(status)) {
    return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kDatabaseUnavailable,
                              "the catalog in force is about to be read anew; nothing was stored",
                              kDatabaseDelay);
  }
  return runtime::FromStorage(status);
}

grpc::Status ShuttingDown() {
  return runtime::Retryable(grpc::StatusCode::UNAVAILABLE, runtime::kShuttingDown,
                            "this server is shutting down; nothing of this was stored",
                            kShuttingDownDelay);
}

}  // namespace jurimeter::ingestion
