#include "domain/catalog/recorded_event.h"

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/catalog/readmission.h"
#include "domain/event/event_refusal.h"
#include "domain/values/calendar.h"
#include "domain/values/period.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

// Adds a fault if the key of `field` is not that of its code.
void CheckKey(const char* field, std::string_view code, int32_t recorded, int32_t expected,
              Violations* faults) {
  if (recorded == expected) return;
  faults->push_back({field, absl::StrCat("key ", recorded, "; expected ", expected, ", the key of ",
                                         code.empty() ? "none" : Quoted(code))});
}

void CheckDay(const Catalog& in_force, const Event& event, int32_t recorded, Violations* faults) {
  if (recorded == DayNumber(event.occurred_on())) return;
  faults->push_back(
      {"occurred_on",
       absl::StrCat(DayText(DayFromNumber(recorded)), "; expected ", DayText(event.occurred_on()),
                    ", the day of ",
                    absl::FormatTime(absl::RFC3339_full, event.occurred_at(), in_force.time_zone()),
                    " in ", in_force.time_zone().name())});
}

void CheckMeasure(const Event& event, Measure recorded, Violations* faults) {
  if (recorded == event.measure()) return;
  faults->push_back(
      {"measure",
       absl::StrCat(static_cast<int>(recorded), "; expected ", static_cast<int>(event.measure()),
                    " of a ", event.measure() == Measure::kFlow ? "flow" : "stock")});
}

}  // namespace

Violations CheckRecorded(const AdmissionRules& in_force, const RecordedEvent& recorded) {
  const EventDraft& draft = recorded.draft;
  const auto admitted = ReadmitEvent(in_force, draft);
  if (!admitted.ok()) return ToViolations(admitted.faults());
  Violations faults;
  CheckKey("bureau", draft.bureau, recorded.bureau, admitted->bureau(), &faults);
  CheckKey("indicator", draft.indicator, recorded.indicator, admitted->indicator(), &faults);
  CheckKey("category", draft.category, recorded.category, admitted->category(), &faults);
  CheckDay(in_force.catalog, *admitted, recorded.occurred_on, &faults);
  CheckMeasure(*admitted, recorded.measure, &faults);
  return faults;
}

}  // namespace jurimeter
