// Reads fields of an event from text, as people and spreadsheets write them.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENTS_EVENT_FIELDS_H_
#define JURIMETER_TOOLS_JURIMETER_EVENTS_EVENT_FIELDS_H_

#include <google/protobuf/timestamp.pb.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "jurimeter/v1/ingestion.pb.h"

namespace jurimeter::tools {

// Gives `event` a quantity in the indicator's unit, such as 1234 or 1234.56. The service checks its
// range and its decimals.
//   INVALID_ARGUMENT  names the text and what is expected
absl::Status SetQuantity(std::string_view text, v1::IndicatorEvent* event);

// What people call a field of an event: for them, quantity_text is quantity.
std::string_view FieldName(std::string_view field);

// A moment as RFC 3339 with its offset, such as 2023-12-31T23:59:59+08:00.
//   INVALID_ARGUMENT  names the text and what is expected
absl::StatusOr<google::protobuf::Timestamp> ParseOccurredAt(std::string_view text);

// A random UUID (RFC 9562, version 4).
std::string RandomEventId();

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENTS_EVENT_FIELDS_H_
