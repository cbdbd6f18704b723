// Closings and reopenings: from which days on bureaus take no more events, retractions or
// corrections, and which of these days they take again.
//
// Days and scope are resolved into bureaus and days when the entry is made, by where each bureau
// belonged on each day. So no later catalog opens a closed day.
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_CLOSING_CLOSING_H_
#define JURIMETER_DOMAIN_CLOSING_CLOSING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/event/event.h"
#include "domain/event/event_id.h"
#include "domain/values/day_interval.h"

namespace jurimeter {

// A bureau's run of days.
struct ClosingPart {
  BureauKey bureau;
  DayInterval days;

  friend bool operator==(const ClosingPart&, const ClosingPart&) = default;
};

// What was asked for, and what it comes to.
struct ClosingRequest {
  EventId request_id;              // chosen by the caller: by it a repetition is recognised
  std::optional<int64_t> reopens;  // revision of the closing that it takes back; none: it closes
  DayInterval days;
  std::string scope;  // "all", "region 4201" or "bureaus a,b": codes sorted, each once
  std::string reason;
  std::vector<ClosingPart> parts;  // by bureau and first day, disjoint; at least one
};

// What is recorded of a closing or a reopening.
struct Closing {
  int64_t revision;
  std::optional<int64_t> reopens;  // as in ClosingRequest
  std::string reason;
  std::vector<ClosingPart> parts;  // by bureau and first day, disjoint

  friend bool operator==(const Closing&, const Closing&) = default;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CLOSING_CLOSING_H_
