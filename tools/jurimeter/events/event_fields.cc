#include "tools/jurimeter/events/event_fields.h"

#include <array>
#include <optional>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/event/event_id.h"
#include "domain/values/quantity.h"
#include "domain/values/text.h"
#include "services/messages/time_messages.h"
#include "tools/jurimeter/events/rfc3339.h"

namespace jurimeter::tools {

absl::Status SetQuantity(std::string_view text, v1::IndicatorEvent* event) {
  const Checked<std::string_view, std::string> decimal = CheckDecimal(text);
  if (!decimal.ok()) return absl::InvalidArgumentError(decimal.faults());
  event->set_quantity_text(text.data(), text.size());
  return absl::OkStatus();
}

std::string_view FieldName(std::string_view field) {
  if (field == "quantity_text") return "quantity";
  if (field == "replacement.quantity_text") return "replacement.quantity";
  return field;
}

absl::StatusOr<google::protobuf::Timestamp> ParseOccurredAt(std::string_view text) {
  const std::optional<absl::Time> moment = ParseRfc3339(text);
  if (!moment) {
    return absl::InvalidArgumentError(
        absl::StrCat(text.empty() ? "missing; expected" : absl::StrCat(Quoted(text), " is not"),
                     " a time with its offset (RFC 3339), such as 2023-12-31T23:59:59+08:00"));
  }
  return messages::ToProto(*moment);
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
