#include "domain/catalog/closing_admission.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "domain/catalog/admission.h"
#include "domain/catalog/correction_admission.h"
#include "domain/catalog/scope.h"
#include "domain/values/calendar.h"
#include "domain/values/day_interval.h"
#include "domain/values/period.h"
#include "domain/values/text.h"

namespace jurimeter {
namespace {

std::optional<EventId> AdmitRequestId(std::string_view text, Violations* faults) {
  EventRefusals refusals;
  const std::optional<EventId> id = AdmitId(text, &refusals);
  for (EventRefusal& refusal : refusals) {
    faults->push_back(
        {"request_id", std::move(refusal.description), NameOf(refusal.reason).reason});
  }
  return id;
}

void AdmitReason(std::string_view reason, Violations* faults) {
  std::optional<CorrectionRefusal> refusal = CheckReason(reason);
  if (!refusal.has_value()) return;
  faults->push_back({"reason", std::move(refusal->description), refusal->reason});
}

// The day that `text` stands for; nothing and a fault of `field` if it stands for none.
std::optional<absl::CivilDay> AdmitDay(const char* field, std::string_view text,
                                       Violations* faults) {
  if (text.empty()) {
    faults->push_back({field, "missing; expected a day such as 2023-12-31", "missing"});
    return std::nullopt;
  }
  const std::optional<absl::CivilDay> day = ParseDay(text);
  if (!day.has_value()) {
    faults->push_back({field,
                       absl::StrCat(Quoted(text), " is no day; expected one such as 2023-12-31"),
                       "malformed"});
  }
  return day;
}

// A day that is over or has begun, of those that the catalog counts.
std::optional<absl::CivilDay> AdmitPastDay(const char* field, std::string_view text,
                                           const Catalog& catalog, absl::CivilDay today,
                                           Violations* faults) {
  const std::optional<absl::CivilDay> day = AdmitDay(field, text, faults);
  if (!day.has_value()) return day;
  if (*day > today) {
    faults->push_back({field,
                       absl::StrCat(DayText(*day), " lies in the future; expected no day after ",
                                    DayText(today), ", today in ", catalog.time_zone().name()),
                       "in_future"});
  } else if (day->year() < catalog.first_year()) {
    faults->push_back({field,
                       absl::StrCat(DayText(*day), " is outside what the catalog counts; expected ",
                                    catalog.first_year(), "-01-01 or later"),
                       "outside_catalog"});
  }
  return day;
}

// The days from `first` to `last`; nothing if one is not known, or, with a fault, if they are in
// the wrong order.
std::optional<DayInterval> AdmitOrder(std::optional<absl::CivilDay> first,
                                      std::optional<absl::CivilDay> last, Violations* faults) {
  if (!first.has_value() || !last.has_value()) return std::nullopt;
  if (*first <= *last) return DayInterval{DayNumber(*first), DayNumber(*last)};
  faults->push_back({"last_day",
                     absl::StrCat(DayText(*last), " comes before first_day, ", DayText(*first),
                                  "; expected a last day that is not earlier"),
                     "out_of_range"});
  return std::nullopt;
}

// The days of each bureau of `scope`, by key and first day.
std::vector<ClosingPart> PartsOf(const Scope& scope, const DayInterval& days) {
  std::vector<ClosingPart> parts;
  for (const Scope::Member& member : scope.members()) {
    for (const DayInterval& each : Clipped(member, days)) {
      parts.push_back({member.bureau->key, each});
    }
  }
  std::ranges::sort(
      parts, {}, [](const ClosingPart& part) { return std::pair(part.bureau, part.days.first); });
  return parts;
}

// Those days of `left`, the rest of a closing, that a reopening asks for. The closing knows its
// days, even those that a later catalog took out of a bureau's life; only for a region the catalog
// is asked.
std::vector<ClosingPart> PartsOf(const std::vector<ClosingPart>& left, const DayInterval& days,
                                 const ScopeDraft& scope, const Catalog& catalog) {
  absl::flat_hash_map<BureauKey, DayIntervals> asked;  // unless all are
  if (!scope.all) {
    const Scope named = ScopeOf(catalog, scope);
    for (const Scope::Member& member : named.members()) {
      asked[member.bureau->key] = scope.region.empty() ? DayIntervals{days} : Clipped(member, days);
    }
  }
  std::vector<ClosingPart> parts;
  for (const ClosingPart& part : left) {
    const DayIntervals reopened = scope.all ? DayIntervals{days} : asked[part.bureau];
    for (const DayInterval& each : Intersect({part.days}, reopened)) {
      parts.push_back({part.bureau, each});
    }
  }
  return parts;
}

// A scope that was left out is all of the closing.
ScopeDraft ScopeOf(const ReopeningDraft& draft) {
  return draft.scope.value_or(ScopeDraft{.all = true});
}

bool NamesDays(const ReopeningDraft& draft) {
  return !draft.first_day.empty() || !draft.last_day.empty();
}

std::optional<DayInterval> AdmitDays(const ReopeningDraft& draft, std::optional<DayInterval> span,
                                     Violations* faults) {
  if (!NamesDays(draft)) return span;
  const std::optional<absl::CivilDay> first = AdmitDay("first_day", draft.first_day, faults);
  const std::optional<absl::CivilDay> last = AdmitDay("last_day", draft.last_day, faults);
  return AdmitOrder(first, last, faults);
}

Violation NothingLeft(int64_t closing, const std::vector<ClosingPart>& left) {
  return {"closing",
          absl::StrCat("revision ", closing,
                       left.empty() ? " closes nothing any more; expected a closing in force"
                                    : " closes none of these days of these bureaus; expected days "
                                      "that it closes"),
          "nothing_left"};
}

// Whether the texts stand for `days`.
bool AreDays(std::string_view first, std::string_view last, const DayInterval& days) {
  const auto is = [](std::string_view text, int32_t day) {
    const std::optional<absl::CivilDay> read = ParseDay(text);
    return read.has_value() && DayNumber(*read) == day;
  };
  return is(first, days.first) && is(last, days.last);
}

}  // namespace

Checked<ClosingRequest, Violations> AdmitClosing(const Catalog& catalog, const ClosingDraft& draft,
                                                 absl::Time now) {
  const absl::CivilDay today = StatisticDay(now, catalog.time_zone());
  Violations faults;
  const std::optional<EventId> request_id = AdmitRequestId(draft.request_id, &faults);
  const auto first = AdmitPastDay("first_day", draft.first_day, catalog, today, &faults);
  const auto last = AdmitPastDay("last_day", draft.last_day, catalog, today, &faults);
  const std::optional<DayInterval> days = AdmitOrder(first, last, &faults);
  const bool sound_scope = CheckScope(&catalog, draft.scope, "scope", &faults);
  std::vector<ClosingPart> parts;
  if (days.has_value() && sound_scope) {
    parts = PartsOf(ScopeOf(catalog, draft.scope), *days);
    if (parts.empty()) {
      faults.push_back(
          {"scope",
           absl::StrCat("no bureau of ", Quoted(ScopeText(draft.scope)), " exists from ",
                        draft.first_day, " to ", draft.last_day, "; expected days of at least one"),
           "nothing"});
    }
  }
  AdmitReason(draft.reason, &faults);
  if (!faults.empty()) return faults;
  return ClosingRequest{*request_id,  std::nullopt,    *days, ScopeText(draft.scope),
                        draft.reason, std::move(parts)};
}

Checked<ClosingRequest, Violations> AdmitReopening(const AdmissionRules& rules,
                                                   const ReopeningDraft& draft) {
  Violations faults;
  const std::optional<EventId> request_id = AdmitRequestId(draft.request_id, &faults);
  const size_t place_of_closing = faults.size();
  const std::optional<DayInterval> span = rules.closed.SpanOf(draft.closing);
  if (!span.has_value()) {
    faults.push_back(
        {"closing",
         absl::StrCat(draft.closing, " is not the revision of a closing; expected one that is"),
         "unknown"});
  }
  const std::optional<DayInterval> days = AdmitDays(draft, span, &faults);
  const ScopeDraft scope = ScopeOf(draft);
  const bool sound_scope = CheckScope(&rules.catalog, scope, "scope", &faults);
  std::vector<ClosingPart> parts;
  if (span.has_value() && days.has_value() && sound_scope) {
    const std::vector<ClosingPart> left = rules.closed.LeftOf(draft.closing);
    parts = PartsOf(left, *days, scope, rules.catalog);
    if (parts.empty()) {
      faults.insert(faults.begin() + place_of_closing, NothingLeft(draft.closing, left));
    }
  }
  AdmitReason(draft.reason, &faults);
  if (!faults.empty()) return faults;
  return ClosingRequest{*request_id,      draft.closing, *days,
                        ScopeText(scope), draft.reason,  std::move(parts)};
}

bool AsksFor(const ClosingDraft& draft, const ClosingRequest& recorded) {
  return !recorded.reopens.has_value() && draft.reason == recorded.reason &&
         AreDays(draft.first_day, draft.last_day, recorded.days) &&
         ScopeText(draft.scope) == recorded.scope;
}

bool AsksFor(const ReopeningDraft& draft, const ClosedDays& closed,
             const ClosingRequest& recorded) {
  return recorded.reopens == draft.closing && draft.reason == recorded.reason &&
         (NamesDays(draft) ? AreDays(draft.first_day, draft.last_day, recorded.days)
                           : closed.SpanOf(draft.closing) == recorded.days) &&
         ScopeText(ScopeOf(draft)) == recorded.scope;
}

}  // namespace jurimeter
