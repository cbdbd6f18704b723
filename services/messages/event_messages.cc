#include "services/messages/event_messages.h"

#include <cstdlib>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/catalog/admission.h"
#include "domain/values/require.h"
#include "services/messages/message_decoder.h"
#include "services/messages/time_messages.h"

namespace jurimeter::messages {
namespace {

// The reason to refuse `field`, whose text had to be repaired.
RefusalReason NotText(std::string_view field) {
  for (const RefusalReason reason :
       {RefusalReason::kIdNotText, RefusalReason::kBureauNotText, RefusalReason::kIndicatorNotText,
        RefusalReason::kCategoryNotText, RefusalReason::kQuantityTextNotText,
        RefusalReason::kSubjectNotText}) {
    if (NameOf(reason).field == field) return reason;
  }
  JURIMETER_REQUIRE(false);  // an event has no other texts
  std::abort();
}

}  // namespace

EventDraft FromProto(const v1::IndicatorEvent& event) {
  EventDraft draft{.event_id = event.event_id(),
                   .bureau = event.bureau(),
                   .indicator = event.indicator(),
                   .category = event.category(),
                   .quantity = {},
                   .quantity_text = event.quantity_text(),
                   .occurred_at = {},
                   .subject = event.subject()};
  if (event.has_quantity()) draft.quantity = event.quantity();
  if (event.has_occurred_at()) draft.occurred_at = FromProto(event.occurred_at());
  return draft;
}

EventRefusals CheckMessage(const v1::IndicatorEvent& event,
                           const std::vector<std::string>& invalid_fields) {
  EventRefusals refusals;
  for (const std::string& field : invalid_fields) {
    refusals.emplace_back(NotText(field), kInvalidText);
  }
  if (event.has_occurred_at() && !IsInRange(event.occurred_at())) {
    refusals.emplace_back(
        RefusalReason::kTimeMalformed,
        absl::StrCat("is ", event.occurred_at().seconds(), " s and ", event.occurred_at().nanos(),
                     " ns; expected a timestamp of the years 1 to 9999 with 0 to ", kMaxNanos,
                     " ns"));
  }
  return refusals;
}

Checked<Event, EventRefusals> AdmitMessage(const AdmissionRules& rules,
                                           const v1::IndicatorEvent& event,
                                           const std::vector<std::string>& invalid_fields,
                                           absl::Time now) {
  EventRefusals refusals = CheckMessage(event, invalid_fields);
  Checked<Event, EventRefusals> admitted = AdmitEvent(rules, FromProto(event), now);
  if (refusals.empty()) return admitted;
  if (!admitted.ok()) {
    for (EventRefusal& refusal : std::move(admitted).faults()) {
      // A field that is named already is not named again: the rules saw it repaired or reset.
      bool named = false;
      for (const EventRefusal& known : refusals) named = named || known.field() == refusal.field();
      if (!named) refusals.push_back(std::move(refusal));
    }
  }
  return refusals;
}

}  // namespace jurimeter::messages
