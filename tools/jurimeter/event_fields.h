// Fields of an event from text, as people and spreadsheets write them.
//
// Threads: pure functions.
#ifndef JURIMETER_TOOLS_JURIMETER_EVENT_FIELDS_H_
#define JURIMETER_TOOLS_JURIMETER_EVENT_FIELDS_H_

#include <google/protobuf/timestamp.pb.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace jurimeter::tools {

// A whole number of 64 bits. Whether it is in range is for the service to say.
//   INVALID_ARGUMENT  names the text and what is expected
absl::StatusOr<int64_t> ParseQuantity(std::string_view text);

// A moment as RFC 3339 with its offset, such as 2023-12-31T23:59:59+08:00.
//   INVALID_ARGUMENT  names the text and what is expected
absl::StatusOr<google::protobuf::Timestamp> ParseOccurredAt(std::string_view text);

// A random UUID (RFC 9562, version 4).
std::string RandomEventId();

}  // namespace jurimeter::tools

#endif  // JURIMETER_TOOLS_JURIMETER_EVENT_FIELDS_H_
