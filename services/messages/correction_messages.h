// From the message of a correction or retraction to an admitted one. A retraction is a
// v1::Correction without a replacement.
//
// Example:
//   auto admitted = AdmitMessage(rules, message, {}, now);
//   if (!admitted.ok()) return Refuse(admitted.faults());
//
// Threads: pure functions.
#ifndef JURIMETER_SERVICES_MESSAGES_CORRECTION_MESSAGES_H_
#define JURIMETER_SERVICES_MESSAGES_CORRECTION_MESSAGES_H_

#include "absl/time/time.h"
#include "domain/catalog/admission_rules.h"
#include "domain/event/correction.h"
#include "domain/event/correction_outcome.h"
#include "domain/values/checked.h"
#include "jurimeter/v1/ingestion.pb.h"
#include "services/messages/message_decoder.h"

namespace jurimeter::messages {

// What the message says, unchecked. Its texts are those of `correction`, which must outlive the
// draft.
CorrectionDraft FromProto(const v1::Correction& correction);

// Has `rules` admit the correction, or lists all its faults. `invalid_texts` are its fields that
// DecodeMessage repaired, such as "retraction.reason" or "replacement.subject". `now` is the time
// of admission.
Checked<Correction, CorrectionRefusals> AdmitMessage(const AdmissionRules& rules,
                                                     const v1::Correction& correction,
                                                     const InvalidTexts& invalid_texts,
                                                     absl::Time now);

}  // namespace jurimeter::messages

#endif  // JURIMETER_SERVICES_MESSAGES_CORRECTION_MESSAGES_H_
