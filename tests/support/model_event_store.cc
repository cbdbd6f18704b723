#include "tests/support/model_event_store.h"

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "domain/catalog/correction_readmission.h"
#include "domain/catalog/readmission.h"
#include "domain/values/calendar.h"
#include "domain/values/quantity.h"

namespace jurimeter::test {
namespace {

using storage::CommitResult;
using storage::CorrectResult;
using storage::FoundCorrection;
using storage::FoundCorrections;
using storage::RecordedResult;

Violations Differences(const Event& stored, const Event& given) {
  Violations found;
  const auto compare = [&found](const char* field, bool same) {
    if (!same) found.push_back({field, "differs from what is stored"});
  };
  compare("indicator", stored.indicator() == given.indicator());
  compare("category", stored.category() == given.category());
  compare("occurred_at", stored.occurred_at() == given.occurred_at());
  compare("quantity", stored.quantity() == given.quantity());
  compare("subject", stored.subject() == given.subject());
  return found;
}

// The fields of `given` that differ from those of `stored`, whose quantity is a text.
Violations Differences(const EventDraft& stored, const EventDraft& given, const Catalog& catalog) {
  Violations found;
  const auto compare = [&found](const char* field, bool same) {
    if (!same) found.push_back({field, "differs from what is stored"});
  };
  const int decimals = catalog.FindIndicator(stored.indicator)->quantity_decimals;
  const auto units = [decimals](const EventDraft& draft) -> std::optional<int64_t> {
    if (draft.quantity_text.empty()) return draft.quantity;
    const auto quantity = ParseQuantity(draft.quantity_text, decimals);
    return quantity.ok() ? std::optional(*quantity) : std::nullopt;
  };
  compare("indicator", stored.indicator == given.indicator);
  compare("category", stored.category == given.category);
  compare("occurred_at", stored.occurred_at == ToMicroseconds(*given.occurred_at));
  compare("quantity", units(stored) == units(given));
  compare("subject", stored.subject == given.subject);
  return found;
}

bool IsSame(const Correction& a, const Correction& b) {
  if (a.request_id != b.request_id || a.reason != b.reason) return false;
  if (!a.replacement.has_value() || !b.replacement.has_value()) {
    return a.replacement.has_value() == b.replacement.has_value();
  }
  return a.replacement->id() == b.replacement->id() &&
         Differences(*a.replacement, *b.replacement).empty();
}

}  // namespace

std::vector<Event> ModelLedger::Events() const {
  std::vector<Event> events;
  for (const auto& [key, event] : events_) events.push_back(event);
  return events;
}

Totals ModelLedger::ComputeTotals() const {
  TotalsChange all;
  for (const auto& [key, event] : events_) {
    if (retractions_.contains(key)) continue;
    const CellKey cell{event.bureau(), event.indicator(), event.category()};
    const int32_t day = DayNumber(event.occurred_on());
    if (event.measure() == Measure::kFlow) {
      all.flows.push_back({cell, {day, {event.quantity(), 1}}});
    } else {
      const Level level{event.quantity(), event.occurred_at(), event.id()};
      all.levels.push_back({cell, {day, level, 1}});
    }
  }
  Totals totals;
  totals.Apply(all, revision_);
  return totals;
}

const Event* ModelLedger::Find(const EventDraft& draft) const {
  const Bureau* const bureau = catalog_->FindBureau(draft.bureau);
  const std::optional<EventId> id = EventId::Parse(draft.event_id);
  if (bureau == nullptr || !id) return nullptr;
  const auto found = events_.find({bureau->key, *id});
  return found == events_.end() ? nullptr : &found->second;
}

CorrectionResult ModelLedger::Judge(const Correction& correction, const ClosedDays& closed) const {
  const auto refuse = [](const char* field, std::string_view reason) {
    return CorrectionResult{CorrectionOutcome::kRefused, {{field, reason, "is refused"}}};
  };
  const std::pair key(correction.bureau, correction.event_id);
  const auto event = events_.find(key);
  if (event == events_.end()) return refuse("event_id", correction_reason::kNotRecorded);
  const auto done = retractions_.find(key);
  if (done != retractions_.end()) {
    if (IsSame(done->second, correction)) return {CorrectionOutcome::kDuplicate, {}};
    if (done->second.request_id == correction.request_id) {
      return refuse("request_id", correction_reason::kTaken);
    }
    return refuse("event_id", correction_reason::kRetractedAlready);
  }
  if (closed.Find(key.first, DayNumber(event->second.occurred_on())) != nullptr) {
    return refuse("event_id", correction_reason::kClosed);
  }
  const std::optional<Event>& replacement = correction.replacement;
  if (replacement.has_value() && events_.contains({replacement->bureau(), replacement->id()})) {
    return refuse("replacement.event_id", correction_reason::kTaken);
  }
  return {CorrectionOutcome::kDone, {}};
}

absl::StatusOr<CommitResult> ModelEventStore::Commit(absl::Span<const Event> events,
                                                     const Digest& rules) {
  if (events.size() > storage::kMaxCommitEvents) return absl::InternalError("too many events");
  CommitResult result;
  if (ledger_->rules_.value_or(rules) != rules) {
    result.outcomes.resize(events.size());
    return result;
  }
  bool acknowledged = false;
  for (const Event& event : events) {
    const auto [stored, fresh] =
        ledger_->events_.insert({std::pair(event.bureau(), event.id()), event});
    EventOutcome outcome{fresh ? Outcome::kRecorded : Outcome::kDuplicate, {}};
    if (!fresh) outcome.violations = Differences(stored->second, event);
    if (!outcome.violations.empty()) {
      outcome.outcome = Outcome::kConflict;
    } else if (ledger_->retractions_.contains(stored->first)) {
      outcome.outcome = Outcome::kRetracted;
    }
    acknowledged = acknowledged || outcome.outcome != Outcome::kConflict;
    result.outcomes.push_back(std::move(outcome));
  }
  if (acknowledged) result.revision = ++ledger_->revision_;
  return result;
}

absl::StatusOr<RecordedResult> ModelEventStore::FindRecorded(absl::Span<const EventDraft> drafts,
                                                             const Digest& rules) {
  RecordedResult result;
  result.rules_in_force = ledger_->rules_.value_or(rules) == rules;
  for (const EventDraft& draft : drafts) {
    EventOutcome& outcome = result.outcomes.emplace_back();
    const Event* const stored = ledger_->Find(draft);
    if (stored == nullptr || !draft.occurred_at) continue;
    outcome.violations =
        Differences(DraftOf(*ledger_->catalog_, *stored).View(), draft, *ledger_->catalog_);
    const bool is_retracted = ledger_->retractions_.contains({stored->bureau(), stored->id()});
    outcome.outcome = !outcome.violations.empty() ? Outcome::kConflict
                      : is_retracted              ? Outcome::kRetracted
                                                  : Outcome::kDuplicate;
    if (outcome.violations.empty()) result.revision = ledger_->revision_;
  }
  return result;
}

absl::StatusOr<CorrectResult> ModelEventStore::Correct(absl::Span<const Correction> corrections,
                                                       const storage::LedgerRules& rules,
                                                       bool dry_run) {
  CorrectResult result;
  result.results.resize(corrections.size());
  if (ledger_->rules_.value_or(rules.chain) != rules.chain) return result;
  bool acknowledged = false;
  for (size_t i = 0; i < corrections.size(); ++i) {
    const Correction& correction = corrections[i];
    result.results[i] = ledger_->Judge(correction, rules.closed);
    const CorrectionOutcome outcome = result.results[i].outcome;
    acknowledged = acknowledged || outcome != CorrectionOutcome::kRefused;
    if (dry_run || outcome != CorrectionOutcome::kDone) continue;
    ledger_->retractions_.insert({{correction.bureau, correction.event_id}, correction});
    if (!correction.replacement.has_value()) continue;
    const Event& replacement = *correction.replacement;
    ledger_->events_.insert({std::pair(replacement.bureau(), replacement.id()), replacement});
  }
  if (acknowledged && !dry_run) result.revision = ++ledger_->revision_;
  return result;
}

absl::StatusOr<FoundCorrections> ModelEventStore::FindCorrections(
    absl::Span<const CorrectionDraft> drafts, const Digest& rules, bool dry_run) {
  FoundCorrections result;
  result.rules_in_force = ledger_->rules_.value_or(rules) == rules;
  for (const CorrectionDraft& draft : drafts) {
    FoundCorrection& found = result.found.emplace_back();
    const Bureau* const bureau = ledger_->catalog_->FindBureau(draft.bureau);
    if (bureau == nullptr) continue;
    found.bureau = bureau->key;
    const auto done = ledger_->retractions_.find({bureau->key, *EventId::Parse(draft.event_id)});
    const auto asked = ReadmitCorrection({*ledger_->catalog_, ClosedDays()}, draft);
    found.is_done =
        done != ledger_->retractions_.end() && asked.ok() && IsSame(done->second, *asked);
    if (found.is_done && !dry_run) result.revision = ledger_->revision_;
  }
  return result;
}

}  // namespace jurimeter::test
