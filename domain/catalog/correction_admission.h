// The way in for corrections and retractions: a draft becomes a Correction here, or is refused.
//
// Example:
//   auto correction = AdmitCorrection({*catalog, closed}, draft, absl::Now());
//   if (!correction.ok()) Refuse(correction.faults());
//
// Every refusal has a reason of this closed list, which programs may rely on:
//
//   field                reason
//   request_id           missing, not_text, malformed, nil
//   bureau               missing, not_text, unknown
//   event_id             missing, not_text, malformed, nil
//   reason               missing, not_text, too_long
//   replacement.FIELD    those of an event: domain/event/event_refusal.h
//   replacement.event_id same_as_retracted
//   replacement.bureau   other_bureau
//
// What only the log can tell is refused by the store: domain/event/correction_outcome.h.
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_CORRECTION_ADMISSION_H_
#define JURIMETER_DOMAIN_CATALOG_CORRECTION_ADMISSION_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "domain/catalog/admission_rules.h"
#include "domain/event/correction.h"
#include "domain/event/correction_outcome.h"
#include "domain/event/event_refusal.h"
#include "domain/values/checked.h"

namespace jurimeter {

// The reasons of what no event has. NameOf has those of an event.
namespace correction_reason {
inline constexpr std::string_view kMissing = "missing";
inline constexpr std::string_view kNotText = "not_text";
inline constexpr std::string_view kTooLong = "too_long";
inline constexpr std::string_view kOtherBureau = "other_bureau";
inline constexpr std::string_view kSameAsRetracted = "same_as_retracted";
}  // namespace correction_reason

// Turns a draft into a correction, or returns every rule that it breaks, in the order of
// CorrectionDraft's fields. `now` is the server's clock.
Checked<Correction, CorrectionRefusals> AdmitCorrection(const AdmissionRules& rules,
                                                        const CorrectionDraft& draft,
                                                        absl::Time now);

// The refusal of a correction's own reason; nothing if it is sound: 1 to kMaxReasonCharacters
// characters, not spaces alone.
std::optional<CorrectionRefusal> CheckReason(std::string_view reason);

// The refusal of an event as one of `field` of a correction, such as "replacement.quantity".
CorrectionRefusal RefusalOf(const EventRefusal& refusal, std::string field);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CORRECTION_ADMISSION_H_
