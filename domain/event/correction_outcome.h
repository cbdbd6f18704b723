// What became of a correction or retraction that a store took.
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_EVENT_CORRECTION_OUTCOME_H_
#define JURIMETER_DOMAIN_EVENT_CORRECTION_OUTCOME_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domain/values/violation.h"

namespace jurimeter {

// The reasons that only the log can give. Those of admission are in
// domain/catalog/correction_admission.h; those of a replacement are RefusalReason's.
namespace correction_reason {
inline constexpr std::string_view kNotRecorded = "not_recorded";
inline constexpr std::string_view kRetractedAlready = "retracted_already";
// The request id stands for a request of other content, or the replacement's id for an event.
inline constexpr std::string_view kTaken = "taken";
// The event that is to be retracted is of a closed day.
inline constexpr std::string_view kClosed = "closed";
inline constexpr std::string_view kDatabase = "database";
}  // namespace correction_reason

struct CorrectionRefusal {
  std::string field;        // such as "event_id" or "replacement.quantity"
  std::string_view reason;  // of a closed list
  std::string description;  // names the value and what is expected

  friend bool operator==(const CorrectionRefusal&, const CorrectionRefusal&) = default;
};

// All faults of one correction, in the order of its fields.
using CorrectionRefusals = std::vector<CorrectionRefusal>;

inline Violations ToViolations(const CorrectionRefusals& refusals) {
  Violations violations;
  for (const CorrectionRefusal& refusal : refusals) {
    violations.push_back({refusal.field, refusal.description, refusal.reason});
  }
  return violations;
}

enum class CorrectionOutcome : uint8_t {
  kUnsettled,  // no commit took it, since the rules had changed: it has to be admitted anew
  kDone,       // the event no longer counts from now on, and its replacement does
  kDuplicate,  // the same request was done before
  kRefused,    // nothing has changed; its neighbours are not affected
};

struct CorrectionResult {
  CorrectionOutcome outcome = CorrectionOutcome::kUnsettled;
  CorrectionRefusals refusals = {};  // of kRefused; otherwise empty
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_CORRECTION_OUTCOME_H_
