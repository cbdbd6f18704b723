// In which order corrections are done if several of a batch name the same events.
//
// Corrections that name different events are done together. One that names what one before it names
// has to wait for that: it may correct the event which that one brings, or ask for the same once
// more.
//
// Example:
//   TurnsOf({{"court", a, b}, {"court", b, c}, {"court", d, {}}})  // {0, 1, 0}
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_EVENT_CORRECTION_TURNS_H_
#define JURIMETER_DOMAIN_EVENT_CORRECTION_TURNS_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "domain/event/event_id.h"

namespace jurimeter {

// The events that a correction names.
struct NamedEvents {
  std::string_view bureau;
  EventId event_id;                    // that is retracted
  std::optional<EventId> replacement;  // that stands in its place
};

// The turn of each, from 0 on: the first in which all before it that name one of its events are
// done. No two of a turn name the same event.
std::vector<size_t> TurnsOf(absl::Span<const NamedEvents> corrections);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_CORRECTION_TURNS_H_
