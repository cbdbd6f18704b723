// Why an event is not admitted: a reason of a closed list, and words that name the value and what
// is expected, which domain/catalog/admission.cc makes.
//
// Example:
//   EventRefusal refusal(RefusalReason::kQuantityOutOfRange, "-1 is out of range; ...");
//   NameOf(refusal.reason)  // {"quantity", "out_of_range"}
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_EVENT_EVENT_REFUSAL_H_
#define JURIMETER_DOMAIN_EVENT_EVENT_REFUSAL_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/values/violation.h"

namespace jurimeter {

// Every reason to refuse an event, by its field. NameOf has the names of each.
enum class RefusalReason : uint8_t {
  kIdMissing,
  kIdNotText,
  kIdMalformed,
  kIdNil,
  kBureauMissing,
  kBureauNotText,
  kBureauUnknown,
  kIndicatorMissing,
  kIndicatorNotText,
  kIndicatorUnknown,
  kIndicatorDerived,
  kCategoryNotText,
  kCategoryUnknown,
  kQuantityMissing,
  kQuantityOutOfRange,
  kQuantityTextNotText,
  kQuantityTextBesideQuantity,
  kQuantityTextMalformed,
  kTimeMissing,
  kTimeMalformed,
  kTimeInFuture,
  kTimeOutsideCatalog,
  kTimeOutsideBureau,
  kTimeClosed,
  kSubjectNotText,
  kSubjectTooLong,
  kDatabase,  // the database refuses what the catalog has admitted
};

inline constexpr size_t kRefusalReasons = static_cast<size_t>(RefusalReason::kDatabase) + 1;

struct RefusalName {
  std::string_view field;   // of the event; "event" for the whole of it
  std::string_view reason;  // such as "out_of_range"
};

// The compiler refuses a reason without names.
// NOLINTNEXTLINE(readability-function-size): a table.
constexpr RefusalName NameOf(RefusalReason reason) {
  switch (reason) {
    case RefusalReason::kIdMissing:
      return {"event_id", "missing"};
    case RefusalReason::kIdNotText:
      return {"event_id", "not_text"};
    case RefusalReason::kIdMalformed:
      return {"event_id", "malformed"};
    case RefusalReason::kIdNil:
      return {"event_id", "nil"};
    case RefusalReason::kBureauMissing:
      return {"bureau", "missing"};
    case RefusalReason::kBureauNotText:
      return {"bureau", "not_text"};
    case RefusalReason::kBureauUnknown:
      return {"bureau", "unknown"};
    case RefusalReason::kIndicatorMissing:
      return {"indicator", "missing"};
    case RefusalReason::kIndicatorNotText:
      return {"indicator", "not_text"};
    case RefusalReason::kIndicatorUnknown:
      return {"indicator", "unknown"};
    case RefusalReason::kIndicatorDerived:
      return {"indicator", "derived"};
    case RefusalReason::kCategoryNotText:
      return {"category", "not_text"};
    case RefusalReason::kCategoryUnknown:
      return {"category", "unknown"};
    case RefusalReason::kQuantityMissing:
      return {"quantity", "missing"};
    case RefusalReason::kQuantityOutOfRange:
      return {"quantity", "out_of_range"};
    case RefusalReason::kQuantityTextNotText:
      return {"quantity_text", "not_text"};
    case RefusalReason::kQuantityTextBesideQuantity:
      return {"quantity_text", "beside_quantity"};
    case RefusalReason::kQuantityTextMalformed:
      return {"quantity_text", "malformed"};
    case RefusalReason::kTimeMissing:
      return {"occurred_at", "missing"};
    case RefusalReason::kTimeMalformed:
      return {"occurred_at", "malformed"};
    case RefusalReason::kTimeInFuture:
      return {"occurred_at", "in_future"};
    case RefusalReason::kTimeOutsideCatalog:
      return {"occurred_at", "outside_catalog"};
    case RefusalReason::kTimeOutsideBureau:
      return {"occurred_at", "outside_bureau"};
    case RefusalReason::kTimeClosed:
      return {"occurred_at", "closed"};
    case RefusalReason::kSubjectNotText:
      return {"subject", "not_text"};
    case RefusalReason::kSubjectTooLong:
      return {"subject", "too_long"};
    case RefusalReason::kDatabase:
      return {"event", "database"};
  }
  return {};
}

struct EventRefusal {
  EventRefusal(RefusalReason why, std::string words) : reason(why), description(std::move(words)) {}

  std::string_view field() const { return NameOf(reason).field; }

  RefusalReason reason;
  std::string description;  // names the value and what is expected; the value is quoted and cut
};

// All faults of one event, in the order of its fields. A refused event has at least one.
using EventRefusals = std::vector<EventRefusal>;

inline Violations ToViolations(const EventRefusals& refusals) {
  Violations violations;
  for (const EventRefusal& refusal : refusals) {
    const RefusalName name = NameOf(refusal.reason);
    violations.push_back({std::string(name.field), refusal.description, name.reason});
  }
  return violations;
}

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_EVENT_REFUSAL_H_
