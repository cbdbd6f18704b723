#include "tools/jurimeter/events/retries.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>

namespace jurimeter::tools {

bool MayPass(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE ||
         status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED ||
         status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED;
}

absl::Duration NextPause(absl::Duration last, const RetryOptions& options) {
  return std::min(std::max(2 * last, options.first_pause), options.longest_pause);
}

}  // namespace jurimeter::tools
