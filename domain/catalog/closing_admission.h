// The way in for closings and reopenings: a draft becomes a ClosingRequest here, or is refused.
//
// Example:
//   auto closing = AdmitClosing(catalog, draft, absl::Now());
//   if (!closing.ok()) Refuse(closing.faults());
//
// Every refusal has a reason of this closed list, which programs may rely on:
//
//   field                 reason
//   request_id            missing, not_text, malformed, nil
//   closing               unknown, nothing_left (of reopenings alone)
//   first_day, last_day   missing, malformed; of closings also in_future, outside_catalog
//   last_day              out_of_range: before first_day
//   scope                 missing, ambiguous; of closings also nothing
//   scope.region          malformed
//   scope.bureaus         too_long: more codes than the catalog has
//   scope.bureaus[PLACE]  unknown, repeated
//   reason                missing, not_text, too_long
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_CLOSING_ADMISSION_H_
#define JURIMETER_DOMAIN_CATALOG_CLOSING_ADMISSION_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "domain/catalog/admission_rules.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/scope_draft.h"  // exported
#include "domain/closing/closing.h"
#include "domain/values/checked.h"
#include "domain/values/violation.h"

namespace jurimeter {

// What a caller says, before it is admitted; nothing is checked. Days as "2023-12-31".
struct ClosingDraft {
  std::string request_id;
  std::string first_day;
  std::string last_day;
  ScopeDraft scope;
  std::string reason;
};

struct ReopeningDraft {
  std::string request_id;
  int64_t closing;  // revision of the closing that it takes back
  // Both empty: all days of the closing.
  std::string first_day;
  std::string last_day;
  std::optional<ScopeDraft> scope;  // none: all bureaus of the closing
  std::string reason;
};

// Turns a draft into a closing of the days on which each bureau of the scope exists; a region has a
// bureau on the days when it belongs there. Or returns every rule that the draft breaks, in the
// order of ClosingDraft's fields. `now` is the server's clock.
Checked<ClosingRequest, Violations> AdmitClosing(const Catalog& catalog, const ClosingDraft& draft,
                                                 absl::Time now);

// Turns a draft into a reopening of what its closing still closes of the days and the scope, or
// returns every rule that the draft breaks, in the order of ReopeningDraft's fields. A region has a
// bureau on the days when it belongs there by `rules`. Without days the request names all those of
// the closing, from the first to the last; without a scope, "all".
Checked<ClosingRequest, Violations> AdmitReopening(const AdmissionRules& rules,
                                                   const ReopeningDraft& draft);

// Whether `recorded`, under the draft's request_id, is what the draft asks for. What it comes to is
// not compared, since other rules may be in force by now.
bool AsksFor(const ClosingDraft& draft, const ClosingRequest& recorded);
bool AsksFor(const ReopeningDraft& draft, const ClosedDays& closed, const ClosingRequest& recorded);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CLOSING_ADMISSION_H_
