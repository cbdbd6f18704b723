// Admission under other rules than before: of events that were admitted when other rules were in
// force, and of events that were recorded when other rules were.
//
// Example:
//   const OwnedDraft draft = DraftOf(*before, admitted);
//   auto event = ReadmitEvent({*in_force, closed}, draft.View());
//   if (!event.ok()) Refuse(draft, event.faults());
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_READMISSION_H_
#define JURIMETER_DOMAIN_CATALOG_READMISSION_H_

#include <cstddef>
#include <string_view>

#include "domain/catalog/admission_rules.h"
#include "domain/catalog/catalog.h"
#include "domain/event/event.h"
#include "domain/event/event_draft.h"
#include "domain/event/event_refusal.h"
#include "domain/event/owned_draft.h"
#include "domain/values/checked.h"

namespace jurimeter {

// Most bytes that one text of a recorded event has: ids, codes and subjects are shorter. Only a
// quantity written with very many zeros can be longer, and nobody needs one.
inline constexpr size_t kMaxRecordedTextBytes = 128;

// Whether this refusal can be the doing of rules that came into force later. A later catalog may
// lack a bureau, an indicator or a category, begin with a later year, or let a bureau begin or end
// otherwise. It cannot make a flow or stock into anything else. A closing may have closed the day.
// Both forms say the same; `name` is the reason's, as NameOf has it.
bool CanBeOfLaterRules(RefusalReason reason);
bool CanBeOfLaterRules(std::string_view name);

// The draft of an event that `catalog` admitted, by the codes of the catalog. Its quantity is a
// text, so that a catalog with other quantity_decimals judges it by what it is.
OwnedDraft DraftOf(const Catalog& catalog, const Event& event);

// Has the rules `in_force` admit a draft that others admitted, or that may be recorded. It goes by
// codes: after a restore, a key of another catalog can stand for something else. The moment is not
// compared with the clock again. Requires that the draft has one.
Checked<Event, EventRefusals> ReadmitEvent(const AdmissionRules& in_force, const EventDraft& draft);

// Whether a draft that is refused for `refusals`, if any, may be recorded all the same: every
// refusal can be the doing of rules that came into force after the event was recorded.
bool MayBeRecorded(const EventDraft& draft, const EventRefusals& refusals);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_READMISSION_H_
