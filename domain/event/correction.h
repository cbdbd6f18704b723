// That a recorded event no longer counts, perhaps with another in its place.
//
// A retraction is not an event of negative quantity: the event's row stays in the log as it was. A
// correction is one thing: its retraction and its new event are recorded together or not at all.
//
// Only AdmitCorrection (domain/catalog/correction_admission.h) makes a Correction of a draft.
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_EVENT_CORRECTION_H_
#define JURIMETER_DOMAIN_EVENT_CORRECTION_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "domain/event/event.h"
#include "domain/event/event_draft.h"
#include "domain/event/event_id.h"

namespace jurimeter {

// Most characters (Unicode code points) of a reason; it has at least one.
inline constexpr size_t kMaxReasonCharacters = 500;

// What a caller says, before it is admitted. Views into the caller's message; nothing is checked.
struct CorrectionDraft {
  std::string_view request_id;
  std::string_view bureau;
  std::string_view event_id;
  std::string_view reason;
  std::optional<EventDraft> replacement;
};

struct Correction {
  EventId request_id;  // chosen by the caller: by it a repetition is recognised
  BureauKey bureau;
  EventId event_id;  // of the event that no longer counts
  std::string reason;
  // What stands in its place, if anything: an event of the same bureau under an id of its own.
  std::optional<Event> replacement = {};
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_CORRECTION_H_
