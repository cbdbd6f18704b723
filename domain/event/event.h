// An event that the rules admitted.
//
// Only AdmitEvent (domain/catalog/admission.h) makes an Event. Whoever holds one knows that its
// bureau, indicator and category exist, its quantity is in range and its statistic day is fixed.
//
// Threads: an Event is a value.
#ifndef JURIMETER_DOMAIN_EVENT_EVENT_H_
#define JURIMETER_DOMAIN_EVENT_EVENT_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/event/event_draft.h"
#include "domain/event/event_id.h"
#include "domain/event/event_refusal.h"
#include "domain/values/checked.h"

namespace jurimeter {

struct AdmissionRules;

// The keys under which storage knows the codes of the catalog. Storage gives each key once and
// never changes or reuses it, so that an event stays valid under every later catalog.
using BureauKey = int32_t;
using IndicatorKey = int32_t;
using CategoryKey = int32_t;

// The key of "no category".
inline constexpr CategoryKey kNoCategory = 0;

// Whether quantities of an indicator add up or replace each other. Storage knows no more of it.
enum class Measure : uint8_t {
  kFlow = 1,   // adds up
  kStock = 2,  // the last one stands
};

class Event {
 public:
  const EventId& id() const { return id_; }
  BureauKey bureau() const { return bureau_; }
  IndicatorKey indicator() const { return indicator_; }
  CategoryKey category() const { return category_; }
  Measure measure() const { return measure_; }
  // 0 to 10^12; 0 of a flow is a nil report.
  int64_t quantity() const { return quantity_; }
  // To the microsecond.
  absl::Time occurred_at() const { return occurred_at_; }
  // The statistic day, in the catalog's time zone.
  absl::CivilDay occurred_on() const { return occurred_on_; }
  // Valid UTF-8 without NUL, at most 128 bytes.
  const std::string& subject() const { return subject_; }

 private:
  friend Checked<Event, EventRefusals> AdmitEvent(const AdmissionRules& rules,
                                                  const EventDraft& draft, absl::Time now);

  Event(const EventId& id, BureauKey bureau, IndicatorKey indicator, CategoryKey category,
        Measure measure, int64_t quantity, absl::Time occurred_at, absl::CivilDay occurred_on,
        std::string subject)
      : id_(id),
        bureau_(bureau),
        indicator_(indicator),
        category_(category),
        measure_(measure),
        quantity_(quantity),
        occurred_at_(occurred_at),
        occurred_on_(occurred_on),
        subject_(std::move(subject)) {}

  EventId id_;
  BureauKey bureau_;
  IndicatorKey indicator_;
  CategoryKey category_;
  Measure measure_;
  int64_t quantity_;
  absl::Time occurred_at_;
  absl::CivilDay occurred_on_;
  std::string subject_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_EVENT_H_
