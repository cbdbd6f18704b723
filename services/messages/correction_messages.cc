#include "services/messages/correction_messages.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "domain/catalog/correction_admission.h"
#include "domain/event/event_refusal.h"
#include "domain/values/text.h"
#include "services/messages/event_messages.h"

namespace jurimeter::messages {
namespace {

constexpr char kReplacement[] = "replacement.";

// What is wrong with the message itself, whatever the rules say.
CorrectionRefusals FaultsOf(const v1::Correction& correction, const InvalidTexts& invalid_texts) {
  CorrectionRefusals refusals;
  InvalidTexts of_replacement;
  for (absl::string_view field : invalid_texts) {
    if (absl::ConsumePrefix(&field, kReplacement)) {
      of_replacement.emplace_back(field);
    } else if (absl::ConsumePrefix(&field, "retraction.")) {
      refusals.push_back({std::string(field), correction_reason::kNotText, kInvalidText});
    }
  }
  for (const EventRefusal& refusal : CheckMessage(correction.replacement(), of_replacement)) {
    refusals.push_back(RefusalOf(refusal, absl::StrCat(kReplacement, ToAbsl(refusal.field()))));
  }
  return refusals;
}

}  // namespace

CorrectionDraft FromProto(const v1::Correction& correction) {
  const v1::Retraction& retraction = correction.retraction();
  CorrectionDraft draft{.request_id = retraction.request_id(),
                        .bureau = retraction.bureau(),
                        .event_id = retraction.event_id(),
                        .reason = retraction.reason(),
                        .replacement = {}};
  if (correction.has_replacement()) draft.replacement = FromProto(correction.replacement());
  return draft;
}

Checked<Correction, CorrectionRefusals> AdmitMessage(const AdmissionRules& rules,
                                                     const v1::Correction& correction,
                                                     const InvalidTexts& invalid_texts,
                                                     absl::Time now) {
  CorrectionRefusals refusals = FaultsOf(correction, invalid_texts);
  Checked<Correction, CorrectionRefusals> admitted =
      AdmitCorrection(rules, FromProto(correction), now);
  if (refusals.empty()) return admitted;
  if (admitted.ok()) return refusals;
  // A field that is named already is not named again: the rules saw it repaired or reset.
  const CorrectionRefusals named = refusals;
  for (CorrectionRefusal& refusal : std::move(admitted).faults()) {
    const bool known = std::any_of(named.begin(), named.end(), [&](const CorrectionRefusal& each) {
      return each.field == refusal.field;
    });
    if (!known) refusals.push_back(std::move(refusal));
  }
  return refusals;
}

}  // namespace jurimeter::messages
