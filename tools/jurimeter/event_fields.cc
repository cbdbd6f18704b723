#include "tools/jurimeter/event_fields.h"

#include <array>
#include <random>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/event_id.h"
#include "domain/text.h"

namespace jurimeter::tools {
namespace {

// "2023-12-31T23:59:59Z".
constexpr size_t kShortestTime = 20;

}  // namespace

absl::StatusOr<int64_t> ParseQuantity(std::string_view text) {
  if (text.empty()) {
    return absl::InvalidArgumentError(
        "missing; expected a whole number, 0 where there was nothing");
  }
  int64_t quantity = 0;
  if (absl::SimpleAtoi(absl::string_view(text.data(), text.size()), &quantity)) return quantity;
  return absl::InvalidArgumentError(absl::StrCat(Quoted(text), " is not a whole number"));
}

absl::StatusOr<google::protobuf::Timestamp> ParseOccurredAt(std::string_view text) {
  absl::Time moment;
  // Abseil takes words and blanks around the time, too: infinite-future.
  const bool parsed =
      text.size() >= kShortestTime && text.front() >= '0' && text.front() <= '9' &&
      text.back() != ' ' &&
      absl::ParseTime(absl::RFC3339_full, absl::string_view(text.data(), text.size()), &moment,
                      nullptr);
  if (!parsed) {
    return absl::InvalidArgumentError(absl::StrCat(
        Quoted(text),
        " is not a time with its offset (RFC 3339), such as 2023-12-31T23:59:59+08:00"));
  }
  const timespec parts = absl::ToTimespec(moment);
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(parts.tv_sec);
  timestamp.set_nanos(static_cast<int32_t>(parts.tv_nsec));
  return timestamp;
}

std::string RandomEventId() {
  std::random_device random;
  std::array<uint8_t, 16> bytes;
  for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
  bytes[6] = static_cast<uint8_t>(0x40 | (bytes[6] & 0x0f));  // version 4
  bytes[8] = static_cast<uint8_t>(0x80 | (bytes[8] & 0x3f));  // variant of RFC 9562
  return EventId::FromBytes(bytes).ToString();
}

}  // namespace jurimeter::tools
