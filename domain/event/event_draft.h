// What a bureau says happened, before the catalog has admitted it.
#ifndef JURIMETER_DOMAIN_EVENT_EVENT_DRAFT_H_
#define JURIMETER_DOMAIN_EVENT_EVENT_DRAFT_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace jurimeter {

// Views into the caller's message: valid while that lives. Nothing in it is checked.
struct EventDraft {
  std::string_view event_id;
  std::string_view bureau;
  std::string_view indicator;
  std::string_view category;            // empty: none
  std::optional<int64_t> quantity;      // in 10^-quantity_decimals of the indicator's unit
  std::string_view quantity_text = {};  // in its unit, as a decimal number; empty: none
  std::optional<absl::Time> occurred_at;
  std::string_view subject;  // empty: none
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_EVENT_DRAFT_H_
