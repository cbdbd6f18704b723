#include "domain/catalog/correction_admission.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/catalog/admission.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

// Characters of a text that is valid UTF-8: every byte but those that continue one.
size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
  }));
}

void Add(const EventRefusals& refusals, const char* field, CorrectionRefusals* all) {
  for (const EventRefusal& refusal : refusals) all->push_back(RefusalOf(refusal, field));
}

std::optional<EventId> AdmitIdOf(const char* field, std::string_view text,
                                 CorrectionRefusals* all) {
  EventRefusals refusals;
  const std::optional<EventId> id = AdmitId(text, &refusals);
  Add(refusals, field, all);
  return id;
}

const Bureau* AdmitBureauOf(const Catalog& catalog, std::string_view code,
                            CorrectionRefusals* all) {
  EventRefusals refusals;
  const Bureau* bureau = AdmitBureau(catalog, code, &refusals);
  Add(refusals, "bureau", all);
  return bureau;
}

CorrectionRefusal SameAsRetracted(std::string_view event_id) {
  return {"replacement.event_id", correction_reason::kSameAsRetracted,
          absl::StrCat(Quoted(event_id),
                       " is the id of the event that is retracted, which stays taken; expected a "
                       "new id")};
}

CorrectionRefusal OtherBureau(std::string_view bureau, const Bureau& expected) {
  return {"replacement.bureau", correction_reason::kOtherBureau,
          absl::StrCat(Quoted(bureau),
                       " is not the bureau of the event that is retracted; "
                       "expected ",
                       Quoted(expected.spec.code),
                       ": retract the event, and have the other bureau report its own")};
}

// What AdmitEvent found wrong with the replacement, and what is wrong with it beside the event that
// it replaces, in the order of an event's fields. `id` and `bureau` are those of that event, if
// they are known.
CorrectionRefusals RefusalsOfReplacement(const EventDraft& draft, const EventRefusals& found,
                                         const std::optional<EventId>& id, const Bureau* bureau) {
  CorrectionRefusals all;
  auto next = found.begin();
  const auto take = [&](std::string_view field) {
    const auto begin = next;
    for (; next != found.end() && next->field() == field; ++next) {
      all.push_back(RefusalOf(*next, absl::StrCat("replacement.", ToAbsl(field))));
    }
    return next != begin;
  };
  if (!take("event_id") && id.has_value() && EventId::Parse(draft.event_id) == id) {
    all.push_back(SameAsRetracted(draft.event_id));
  }
  if (!take("bureau") && bureau != nullptr && draft.bureau != bureau->spec.code) {
    all.push_back(OtherBureau(draft.bureau, *bureau));
  }
  while (next != found.end()) take(next->field());
  return all;
}

}  // namespace

CorrectionRefusal RefusalOf(const EventRefusal& refusal, std::string field) {
  return {std::move(field), NameOf(refusal.reason).reason, refusal.description};
}

std::optional<CorrectionRefusal> CheckReason(std::string_view reason) {
  const auto refuse = [](std::string_view why, std::string description) {
    return CorrectionRefusal{"reason", why, std::move(description)};
  };
  if (WithoutPadding(reason).empty()) {
    return refuse(
        correction_reason::kMissing,
        absl::StrCat("missing; expected 1 to ", kMaxReasonCharacters, " characters that say why"));
  }
  Checked<std::string_view, std::string> text = CheckText(reason);
  if (!text.ok()) return refuse(correction_reason::kNotText, std::move(text).faults());
  const size_t characters = CountCharacters(reason);
  if (characters <= kMaxReasonCharacters) return std::nullopt;
  return refuse(correction_reason::kTooLong,
                absl::StrCat(Quoted(reason), " has ", characters, " characters; expected at most ",
                             kMaxReasonCharacters));
}

Checked<Correction, CorrectionRefusals> AdmitCorrection(const AdmissionRules& rules,
                                                        const CorrectionDraft& draft,
                                                        absl::Time now) {
  CorrectionRefusals all;
  const std::optional<EventId> request_id = AdmitIdOf("request_id", draft.request_id, &all);
  const Bureau* bureau = AdmitBureauOf(rules.catalog, draft.bureau, &all);
  const std::optional<EventId> event_id = AdmitIdOf("event_id", draft.event_id, &all);
  if (std::optional<CorrectionRefusal> refusal = CheckReason(draft.reason)) {
    all.push_back(*std::move(refusal));
  }
  std::optional<Event> replacement;
  if (draft.replacement.has_value()) {
    Checked<Event, EventRefusals> admitted = AdmitEvent(rules, *draft.replacement, now);
    const CorrectionRefusals refusals = RefusalsOfReplacement(
        *draft.replacement, admitted.ok() ? EventRefusals() : admitted.faults(), event_id, bureau);
    all.insert(all.end(), refusals.begin(), refusals.end());
    if (admitted.ok()) replacement = *std::move(admitted);
  }
  if (!all.empty()) return all;
  return Correction{.request_id = *request_id,
                    .bureau = bureau->key,
                    .event_id = *event_id,
                    .reason = std::string(draft.reason),
                    .replacement = std::move(replacement)};
}

}  // namespace jurimeter
