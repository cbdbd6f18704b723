#include "tests/support/model_event_store.h"

#include <string>

#include "absl/status/status.h"
#include "domain/values/calendar.h"

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

absl::StatusOr<CommitResult> ModelEventStore::Commit(absl::Span<const Event> events,
                                                     const Digest& /*admitted_by*/) {
  if (events.size() > storage::kMaxCommitEvents) return absl::InternalError("too many events");
  CommitResult result;
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

}  // namespace jurimeter::test
