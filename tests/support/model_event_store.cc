#include "tests/support/model_event_store.h"

#include <optional>
#include <string>

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
    if (!outcome.violations.empty()) outcome.outcome = Outcome::kConflict;
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
    outcome.outcome = outcome.violations.empty() ? Outcome::kDuplicate : Outcome::kConflict;
    if (outcome.violations.empty()) result.revision = ledger_->revision_;
  }
  return result;
}

}  // namespace jurimeter::test
