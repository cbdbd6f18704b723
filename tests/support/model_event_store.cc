#include "tests/support/model_event_store.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "domain/catalog/readmission.h"
#include "domain/values/calendar.h"
#include "domain/values/quantity.h"

namespace jurimeter::test {
namespace {

using storage::CommitResult;

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

}  // namespace

std::vector<Event> ModelLedger::Events() const {
  std::vector<Event> events;
  for (const auto& [key, event] : events_) events.push_back(event);
  return events;
}

Totals ModelLedger::ComputeTotals() const {
  TotalsChange all;
  for (const auto& [key, event] : events_) {
    if (retracted_.contains(key)) continue;
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

bool ModelLedger::WasDone(const Correction& correction) const {
  const auto found = retracted_.find({correction.bureau, correction.event_id});
  if (found == retracted_.end()) return false;
  const Correction& done = found->second;
  if (done.request_id != correction.request_id || done.reason != correction.reason ||
      done.replacement.has_value() != correction.replacement.has_value()) {
    return false;
  }
  return !done.replacement.has_value() ||
         (done.replacement->id() == correction.replacement->id() &&
          Differences(*done.replacement, *correction.replacement).empty());
}

CorrectionResult ModelLedger::Correct(const Correction& correction) {
  const auto refuse = [](const char* field, std::string_view reason) -> CorrectionResult {
    return {CorrectionOutcome::kRefused, {{field, reason, "by the model"}}};
  };
  const Key key = {correction.bureau, correction.event_id};
  if (!events_.contains(key)) return refuse("event_id", correction_reason::kNotRecorded);
  if (WasDone(correction)) return {CorrectionOutcome::kDuplicate, {}};
  if (const auto found = retracted_.find(key); found != retracted_.end()) {
    return found->second.request_id == correction.request_id
               ? refuse("request_id", correction_reason::kTaken)
               : refuse("event_id", correction_reason::kRetractedAlready);
  }
  if (correction.replacement.has_value()) {
    const Event& event = *correction.replacement;
    if (!events_.insert({Key(event.bureau(), event.id()), event}).second) {
      return refuse("replacement.event_id", correction_reason::kTaken);
    }
  }
  retracted_.emplace(key, correction);
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
    } else if (ledger_->retracted_.contains(stored->first)) {
      outcome.outcome = Outcome::kRetracted;
    }
    acknowledged = acknowledged || outcome.outcome != Outcome::kConflict;
    result.outcomes.push_back(std::move(outcome));
  }
  if (acknowledged) result.revision = ++ledger_->revision_;
  return result;
}

absl::StatusOr<CommitResult> ModelEventStore::FindRecorded(absl::Span<const EventDraft> drafts) {
  CommitResult result;
  for (const EventDraft& draft : drafts) {
    EventOutcome& outcome = result.outcomes.emplace_back();
    const Event* const stored = ledger_->Find(draft);
    if (stored == nullptr || !draft.occurred_at) continue;
    outcome.violations =
        Differences(DraftOf(*ledger_->catalog_, *stored).View(), draft, *ledger_->catalog_);
    if (!outcome.violations.empty()) {
      outcome.outcome = Outcome::kConflict;
    } else if (ledger_->retracted_.contains({stored->bureau(), stored->id()})) {
      outcome.outcome = Outcome::kRetracted;
    } else {
      outcome.outcome = Outcome::kDuplicate;
      result.revision = ledger_->revision_;
    }
  }
  return result;
}

absl::StatusOr<storage::CorrectResult> ModelEventStore::Correct(
    absl::Span<const Correction> corrections, const Digest& rules, bool dry_run) {
  storage::CorrectResult result;
  result.results.resize(corrections.size());
  if (ledger_->rules_.value_or(rules) != rules) return result;
  ModelLedger tried = *ledger_;
  bool acknowledged = false;
  for (size_t i = 0; i < corrections.size(); ++i) {
    result.results[i] = tried.Correct(corrections[i]);
    acknowledged |= result.results[i].outcome != CorrectionOutcome::kRefused;
  }
  if (dry_run) return result;
  if (acknowledged) result.revision = ++tried.revision_;
  *ledger_ = std::move(tried);
  return result;
}

}  // namespace jurimeter::test
