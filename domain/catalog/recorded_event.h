// Whether rules admit an event as it was recorded. It is asked long after the event came, by
// whoever proves that the log obeys the rules of its time.
//
// Example:
//   for (const Violation& fault : CheckRecorded({*catalog, closed}, recorded)) Report(fault);
//
// ReadmitEvent is the judge, so that no rule is written twice. A sound event costs about as much as
// its admission did.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_RECORDED_EVENT_H_
#define JURIMETER_DOMAIN_CATALOG_RECORDED_EVENT_H_

#include <cstdint>

#include "domain/catalog/admission_rules.h"
#include "domain/event/event.h"
#include "domain/event/event_draft.h"
#include "domain/values/violation.h"

namespace jurimeter {

// An event as the log has it.
struct RecordedEvent {
  // What was recorded, by the codes that storage knows for its keys. It has a quantity and a
  // moment. If the subject was erased, it has none.
  EventDraft draft;
  BureauKey bureau;
  IndicatorKey indicator;
  CategoryKey category;
  Measure measure;
  int32_t occurred_on;  // as DayNumber counts it
};

// Why the event cannot have been recorded when the rules `in_force` were in force, by its fields:
// they refuse it, or make another event of the draft. Empty if nothing is wrong. The moment is not
// compared with any clock.
Violations CheckRecorded(const AdmissionRules& in_force, const RecordedEvent& recorded);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_RECORDED_EVENT_H_
