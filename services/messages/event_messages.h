// From an event's message to an admitted event.
//
// Example:
//   auto admitted = AdmitMessage(rules, message, {}, now);
//   if (!admitted.ok()) return Refuse(admitted.faults());
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_EVENT_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_EVENT_MESSAGES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "domain/catalog/admission_rules.h"
#include "domain/event/event.h"
#include "domain/event/event_draft.h"
#include "domain/event/event_refusal.h"
#include "domain/values/checked.h"
#include "jurimeter/v1/ingestion.pb.h"

namespace jurimeter::messages {

// What the message says, unchecked. Its texts are those of `event`, which must outlive the draft.
EventDraft FromProto(const v1::IndicatorEvent& event);

// What is wrong with the message itself, whatever the rules say: texts that DecodeMessage had to
// repair, `invalid_fields`, and a time that is none.
EventRefusals CheckMessage(const v1::IndicatorEvent& event,
                           const std::vector<std::string>& invalid_fields);

// Has `rules` admit the event, or lists all its faults. `invalid_fields` are its fields that
// DecodeMessage repaired, such as "subject". `now` is the time of admission.
Checked<Event, EventRefusals> AdmitMessage(const AdmissionRules& rules,
                                           const v1::IndicatorEvent& event,
                                           const std::vector<std::string>& invalid_fields,
                                           absl::Time now);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_EVENT_MESSAGES_H_
