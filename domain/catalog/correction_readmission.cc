#include "domain/catalog/correction_readmission.h"

#include <algorithm>
#include <optional>
#include <string>

#include "domain/catalog/correction_admission.h"
#include "domain/catalog/readmission.h"
#include "domain/values/require.h"

namespace jurimeter {

OwnedCorrectionDraft DraftOf(const Catalog& catalog, const Correction& correction) {
  const Bureau* const bureau = catalog.FindBureauOf(correction.bureau);
  JURIMETER_REQUIRE(bureau != nullptr);
  OwnedCorrectionDraft draft;
  draft.request_id = correction.request_id.ToString();
  draft.bureau = bureau->spec.code;
  draft.event_id = correction.event_id.ToString();
  draft.reason = correction.reason;
  if (correction.replacement.has_value()) {
    draft.replacement = DraftOf(catalog, *correction.replacement);
  }
  return draft;
}

bool MayBeDone(const CorrectionDraft& draft, const CorrectionRefusals& refusals) {
  if (draft.bureau.size() > kMaxRecordedTextBytes) return false;
  const bool of_later_rules = std::all_of(
      refusals.begin(), refusals.end(),
      [](const CorrectionRefusal& refusal) { return CanBeOfLaterRules(refusal.reason); });
  if (!of_later_rules) return false;
  if (!draft.replacement.has_value()) return true;
  return draft.replacement->bureau == draft.bureau && MayBeRecorded(*draft.replacement, {});
}

Checked<Correction, CorrectionRefusals> ReadmitCorrection(const AdmissionRules& in_force,
                                                          const CorrectionDraft& draft) {
  const std::optional<EventDraft>& replacement = draft.replacement;
  return AdmitCorrection(in_force, draft,
                         replacement ? replacement->occurred_at.value() : absl::UnixEpoch());
}

Correction RetractionOf(const CorrectionDraft& draft, BureauKey bureau) {
  const std::optional<EventId> request_id = EventId::Parse(draft.request_id);
  const std::optional<EventId> event_id = EventId::Parse(draft.event_id);
  JURIMETER_REQUIRE(request_id.has_value() && event_id.has_value() &&
                    !draft.replacement.has_value());
  return {.request_id = *request_id,
          .bureau = bureau,
          .event_id = *event_id,
          .reason = std::string(draft.reason)};
}

}  // namespace jurimeter
