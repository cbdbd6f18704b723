// When a sender sends again what has no answer yet.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_RETRIES_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_RETRIES_H_

#include "absl/time/time.h"

namespace grpc {
class Status;
}  // namespace grpc

namespace jurimeter::tools {

struct RetryOptions {
  // Longest time without an answer before the sender gives up, retries included.
  absl::Duration patience = absl::Seconds(60);
  // The first pause before a retry. Each pause is twice as long as the one before, up to the
  // longest.
  absl::Duration first_pause = absl::Milliseconds(100);
  absl::Duration longest_pause = absl::Seconds(5);
};

// Whether the same call may succeed later, so that it makes sense to send it again: the service was
// away, overloaded or too slow.
bool MayPass(const grpc::Status& status);

// The pause after one of `last`, which is zero if there was none.
absl::Duration NextPause(absl::Duration last, const RetryOptions& options);

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_RETRIES_H_
