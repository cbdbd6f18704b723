// The draft of a correction with texts of its own, for whoever needs it after the caller's message
// is gone.
//
// Threads: a value.
#ifndef JURIMETER_DOMAIN_EVENT_OWNED_CORRECTION_DRAFT_H_
#define JURIMETER_DOMAIN_EVENT_OWNED_CORRECTION_DRAFT_H_

#include <optional>
#include <string>

#include "domain/event/correction.h"
#include "domain/event/owned_draft.h"

namespace jurimeter {

// The fields are those of CorrectionDraft.
struct OwnedCorrectionDraft {
  OwnedCorrectionDraft() = default;
  explicit OwnedCorrectionDraft(const CorrectionDraft& draft)
      : request_id(draft.request_id),
        bureau(draft.bureau),
        event_id(draft.event_id),
        reason(draft.reason) {
    if (draft.replacement.has_value()) replacement.emplace(*draft.replacement);
  }

  // Valid while this lives and stays as it is.
  CorrectionDraft View() const {
    CorrectionDraft draft = {.request_id = request_id,
                             .bureau = bureau,
                             .event_id = event_id,
                             .reason = reason,
                             .replacement = {}};
    if (replacement.has_value()) draft.replacement = replacement->View();
    return draft;
  }

  friend bool operator==(const OwnedCorrectionDraft&, const OwnedCorrectionDraft&) = default;

  std::string request_id;
  std::string bureau;
  std::string event_id;
  std::string reason;
  std::optional<OwnedDraft> replacement;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_EVENT_OWNED_CORRECTION_DRAFT_H_
