// What became of an event that a store took.
#ifndef JURIMETER_DOMAIN_EVENT_EVENT_OUTCOME_H_
#define JURIMETER_DOMAIN_EVENT_EVENT_OUTCOME_H_

#include <cstdint>

#include "domain/values/violation.h"

namespace jurimeter {

enum class Outcome : uint8_t {
  kUnsettled,  // no commit took it, since the rules had changed: it has to be admitted anew
  kRecorded,   // stored and counted now
  kDuplicate,  // stored before with the same content
  kConflict,   // the id is taken by an event of other content, which stands
  kRefused,    // the store refuses this event; its neighbours are not affected
  kRetracted,  // stored before with the same content, and retracted since: it counts nothing
};

struct EventOutcome {
  Outcome outcome = Outcome::kUnsettled;
  // kConflict: the fields that differ. kRefused: the reason. Otherwise empty.
  Violations violations;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_EVENT_OUTCOME_H_
