#include "domain/catalog/recorded_closing.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/catalog/closing_admission.h"
#include "domain/values/calendar.h"
#include "domain/values/checked.h"
#include "domain/values/period.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

std::string DayTextOf(int32_t day) { return DayText(DayFromNumber(day)); }

Checked<ClosingRequest, Violations> Readmit(const AdmissionRules& in_force,
                                            const ClosingRequest& recorded) {
  const std::string first = DayTextOf(recorded.days.first), last = DayTextOf(recorded.days.last);
  if (recorded.reopens.has_value()) {
    return AdmitReopening(in_force, {.request_id = recorded.request_id.ToString(),
                                     .closing = *recorded.reopens,
                                     .first_day = first,
                                     .last_day = last,
                                     .scope = ScopeFromText(recorded.scope),
                                     .reason = recorded.reason});
  }
  // It was admitted on its last day at the earliest.
  const absl::CivilDay today = DayFromNumber(std::max(recorded.days.first, recorded.days.last));
  const absl::Time now = absl::FromCivil(today, in_force.catalog.time_zone());
  return AdmitClosing(in_force.catalog,
                      {.request_id = recorded.request_id.ToString(),
                       .first_day = first,
                       .last_day = last,
                       .scope = ScopeFromText(recorded.scope),
                       .reason = recorded.reason},
                      now);
}

std::string PartText(const Catalog& catalog, const ClosingPart& part) {
  const Bureau* const bureau = catalog.FindBureauOf(part.bureau);
  const std::string code =
      bureau == nullptr ? absl::StrCat("key ", part.bureau) : Quoted(bureau->spec.code);
  return absl::StrCat(code, " from ", DayTextOf(part.days.first), " to ",
                      DayTextOf(part.days.last));
}

// Names the first part that only one of the two has.
Violation OtherParts(const Catalog& catalog, const std::vector<ClosingPart>& recorded,
                     const std::vector<ClosingPart>& expected) {
  const auto [ours, theirs] =
      std::mismatch(recorded.begin(), recorded.end(), expected.begin(), expected.end());
  const auto text = [&](const auto& part, const auto& end) {
    return part == end ? std::string("no more") : PartText(catalog, *part);
  };
  return {"parts", absl::StrCat(text(ours, recorded.end()), "; expected ",
                                text(theirs, expected.end()), " by the scope")};
}

}  // namespace

Violations CheckRecorded(const AdmissionRules& in_force, const ClosingRequest& recorded) {
  const Checked<ClosingRequest, Violations> admitted = Readmit(in_force, recorded);
  if (!admitted.ok()) return admitted.faults();
  Violations faults;
  if (admitted->scope != recorded.scope) {
    faults.push_back(
        {"scope", absl::StrCat(Quoted(recorded.scope), "; expected ", Quoted(admitted->scope))});
  }
  if (admitted->parts != recorded.parts) {
    faults.push_back(OtherParts(in_force.catalog, recorded.parts, admitted->parts));
  }
  return faults;
}

}  // namespace jurimeter
