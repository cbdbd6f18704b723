#include "services/ingestion/pending_correction.h"

#include <utility>

#include "domain/catalog/correction_readmission.h"

namespace jurimeter::ingestion {

PendingCorrection MakePending(size_t place, const runtime::RulesInForce& rules,
                              const CorrectionDraft& draft,
                              Checked<Correction, CorrectionRefusals> admitted) {
  // If it is admitted, in the catalog's own words: whatever the caller wrote, they are short.
  OwnedCorrectionDraft kept =
      admitted.ok() ? DraftOf(*rules.catalog, *admitted) : OwnedCorrectionDraft(draft);
  PendingCorrection pending = {.place = place,
                               .draft = std::move(kept),
                               .event_id = EventId::Parse(draft.event_id).value(),
                               .replacement_id = {},
                               .admitted = {},
                               .refusals = {},
                               .bureau_known = rules.catalog->FindBureau(draft.bureau) != nullptr,
                               .rules = rules.identity.chain};
  if (draft.replacement.has_value()) {
    pending.replacement_id = EventId::Parse(draft.replacement->event_id);
  }
  if (admitted.ok()) {
    pending.admitted = *std::move(admitted);
  } else {
    pending.refusals = std::move(admitted).faults();
  }
  return pending;
}

}  // namespace jurimeter::ingestion
