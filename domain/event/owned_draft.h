// A draft with texts of its own, for whoever needs it after the caller's message is gone.
//
// Example:
//   OwnedDraft kept(draft);
//   EventDraft again = kept.View();
//
// Threads: a value.
#ifndef JURIMETER_DOMAIN_EVENT_OWNED_DRAFT_H_
#define JURIMETER_DOMAIN_EVENT_OWNED_DRAFT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "domain/event/event_draft.h"

namespace jurimeter {

// The fields are those of EventDraft.
struct OwnedDraft {
  OwnedDraft() = default;
  explicit OwnedDraft(const EventDraft& draft)
      : event_id(draft.event_id),
        bureau(draft.bureau),
        indicator(draft.indicator),
        category(draft.category),
        quantity(draft.quantity),
        quantity_text(draft.quantity_text),
        occurred_at(draft.occurred_at),
        subject(draft.subject) {}

  // Valid while this lives and stays as it is.
  EventDraft View() const {
    return {.event_id = event_id,
            .bureau = bureau,
            .indicator = indicator,
            .category = category,
            .quantity = quantity,
            .quantity_text = quantity_text,
            .occurred_at = occurred_at,
            .subject = subject};
  }

  friend bool operator==(const OwnedDraft&, const OwnedDraft&) = default;

  std::string event_id;
  std::string bureau;
  std::string indicator;
  std::string category;
  std::optional<int64_t> quantity;
  std::string quantity_text;
  std::optional<absl::Time> occurred_at;
  std::string subject;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_OWNED_DRAFT_H_
