// The way in for events: a draft becomes an event here, or is refused. Each rule is a function of
// admission.cc, and has its reason in domain/event/event_refusal.h.
//
// Example:
//   auto event = AdmitEvent({*catalog, closed}, draft, absl::Now());
//   if (!event.ok()) Refuse(event.faults());
//
// It runs hundreds of thousands of times a second, so a sound event allocates nothing but its
// subject; words are made for faults only.
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_CATALOG_ADMISSION_H_
#define JURIMETER_DOMAIN_CATALOG_ADMISSION_H_

#include <cstddef>
#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "domain/catalog/admission_rules.h"
#include "domain/catalog/bureau.h"
#include "domain/catalog/catalog.h"
#include "domain/event/event.h"
#include "domain/event/event_draft.h"
#include "domain/event/event_id.h"
#include "domain/event/event_refusal.h"
#include "domain/values/checked.h"
#include "domain/values/quantity.h"  // exported: kMaxQuantity

namespace jurimeter {

// Limits of admission, beside kMaxQuantity.
inline constexpr size_t kMaxSubjectBytes = 128;
// How far a moment may lie ahead of the server's clock, which may be slow.
inline constexpr absl::Duration kMaxAhead = absl::Minutes(5);

// Turns a draft into an event and fixes its statistic day, or returns every rule that the draft
// breaks, in the order of EventDraft's fields. `now` is the server's clock.
Checked<Event, EventRefusals> AdmitEvent(const AdmissionRules& rules, const EventDraft& draft,
                                         absl::Time now);

// Two fields that corrections have too: each returns what `text` or `code` stands for, or nothing
// and adds to `refusals` why it stands for nothing.
std::optional<EventId> AdmitId(std::string_view text, EventRefusals* refusals);
const Bureau* AdmitBureau(const Catalog& catalog, std::string_view code, EventRefusals* refusals);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_ADMISSION_H_
