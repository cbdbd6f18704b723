#include "services/messages/time_messages.h"

#include <cstdint>
#include <ctime>

namespace jurimeter::messages {
namespace {

// The first second of the year 1 and the last of the year 9999, since 1970.
constexpr int64_t kMinSeconds = -62'135'596'800;
constexpr int64_t kMaxSeconds = 253'402'300'799;

}  // namespace

bool IsInRange(const google::protobuf::Timestamp& message) {
  return message.seconds() >= kMinSeconds && message.seconds() <= kMaxSeconds &&
         message.nanos() >= 0 && message.nanos() <= kMaxNanos;
}

absl::Time FromProto(const google::protobuf::Timestamp& message) {
  return absl::FromUnixSeconds(message.seconds()) + absl::Nanoseconds(message.nanos());
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  const timespec parts = absl::ToTimespec(time);
  google::protobuf::Timestamp message;
  message.set_seconds(parts.tv_sec);
  message.set_nanos(static_cast<int32_t>(parts.tv_nsec));
  return message;
}

}  // namespace jurimeter::messages
