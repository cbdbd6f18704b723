// Admission of corrections under other rules than before. domain/catalog/readmission.h has the same
// for events.
//
// Example:
//   const OwnedCorrectionDraft draft = DraftOf(*before, admitted);
//   auto correction = ReadmitCorrection({*in_force, closed}, draft.View());
//
// Threads: pure functions.
#ifndef JURIMETER_DOMAIN_CATALOG_CORRECTION_READMISSION_H_
#define JURIMETER_DOMAIN_CATALOG_CORRECTION_READMISSION_H_

#include "domain/catalog/admission_rules.h"
#include "domain/catalog/catalog.h"
#include "domain/event/correction.h"
#include "domain/event/correction_outcome.h"
#include "domain/event/owned_correction_draft.h"
#include "domain/values/checked.h"

namespace jurimeter {

// The draft of a correction that `catalog` admitted, by the codes of the catalog.
OwnedCorrectionDraft DraftOf(const Catalog& catalog, const Correction& correction);

// Whether a draft that is refused for `refusals` may be done all the same: every refusal can be the
// doing of rules that came into force later. A correction may have been done before. A retraction
// may also be done now, since what is wrong can be taken back even if the catalog no longer has its
// bureau. Whether the day of the event is closed is for the store to judge, which alone knows it.
bool MayBeDone(const CorrectionDraft& draft, const CorrectionRefusals& refusals);

// Has the rules `in_force` admit a draft that others admitted, or that may be done. The moment of
// the replacement is not compared with the clock again.
Checked<Correction, CorrectionRefusals> ReadmitCorrection(const AdmissionRules& in_force,
                                                          const CorrectionDraft& draft);

// The retraction that `draft` asks for, of a bureau that the catalog no longer has. Requires a
// draft that may be done, without a replacement. `bureau` is the key behind its code.
Correction RetractionOf(const CorrectionDraft& draft, BureauKey bureau);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CORRECTION_READMISSION_H_
