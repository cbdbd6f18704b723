// Moments, between messages and the domain.
//
// Example: *response.mutable_revision_time() = ToProto(committed_at);
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_TIME_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_TIME_MESSAGES_H_

#include <google/protobuf/timestamp.pb.h>

#include "absl/time/time.h"

namespace jurimeter::messages {

// The most nanoseconds of a google.protobuf.Timestamp.
inline constexpr int kMaxNanos = 999'999'999;

// Whether `message` is of the years 1 to 9999 and has 0 to kMaxNanos nanoseconds, as its standard
// requires. A client can send others.
bool IsInRange(const google::protobuf::Timestamp& message);

// Takes moments out of that range too, and nothing wraps around.
absl::Time FromProto(const google::protobuf::Timestamp& message);

// `time` must be of the years 1 to 9999; nanoseconds are kept, smaller parts dropped.
google::protobuf::Timestamp ToProto(absl::Time time);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_TIME_MESSAGES_H_
