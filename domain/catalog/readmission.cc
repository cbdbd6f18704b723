#include "domain/catalog/readmission.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

#include "absl/numeric/int128.h"
#include "domain/catalog/admission.h"
#include "domain/values/digits.h"
#include "domain/values/require.h"

namespace jurimeter {
namespace {

constexpr RefusalReason kOfLaterRules[] = {
    RefusalReason::kBureauUnknown,     RefusalReason::kIndicatorUnknown,
    RefusalReason::kCategoryUnknown,   RefusalReason::kTimeOutsideCatalog,
    RefusalReason::kTimeOutsideBureau, RefusalReason::kTimeClosed};

std::string CategoryCode(const Catalog& catalog, const Indicator& indicator, CategoryKey key) {
  if (key == kNoCategory) return "";
  const std::optional<std::string_view> code = catalog.FindCategoryCode(indicator, key);
  JURIMETER_REQUIRE(code.has_value());
  return std::string(*code);
}

}  // namespace

bool CanBeOfLaterRules(RefusalReason reason) {
  return std::find(std::begin(kOfLaterRules), std::end(kOfLaterRules), reason) !=
         std::end(kOfLaterRules);
}

bool CanBeOfLaterRules(std::string_view name) {
  return std::any_of(std::begin(kOfLaterRules), std::end(kOfLaterRules),
                     [&](RefusalReason reason) { return NameOf(reason).reason == name; });
}

OwnedDraft DraftOf(const Catalog& catalog, const Event& event) {
  const Bureau* const bureau = catalog.FindBureauOf(event.bureau());
  const Indicator* const indicator = catalog.FindIndicatorOf(event.indicator());
  JURIMETER_REQUIRE(bureau != nullptr && indicator != nullptr);
  OwnedDraft draft;
  draft.event_id = event.id().ToString();
  draft.bureau = bureau->spec.code;
  draft.indicator = indicator->spec.code;
  draft.category = CategoryCode(catalog, *indicator, event.category());
  draft.quantity_text = Digits(absl::uint128(event.quantity()), indicator->quantity_decimals);
  draft.occurred_at = event.occurred_at();
  draft.subject = event.subject();
  return draft;
}

Checked<Event, EventRefusals> ReadmitEvent(const AdmissionRules& in_force,
                                           const EventDraft& draft) {
  return AdmitEvent(in_force, draft, /*now=*/draft.occurred_at.value());
}

bool MayBeRecorded(const EventDraft& draft, const EventRefusals& refusals) {
  for (const std::string_view text : {draft.event_id, draft.bureau, draft.indicator, draft.category,
                                      draft.quantity_text, draft.subject}) {
    if (text.size() > kMaxRecordedTextBytes) return false;
  }
  return std::all_of(refusals.begin(), refusals.end(),
                     [](const EventRefusal& refusal) { return CanBeOfLaterRules(refusal.reason); });
}

}  // namespace jurimeter
