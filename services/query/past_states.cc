#include "services/query/past_states.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "services/runtime/catalog_in_force.h"

namespace jurimeter::query {
namespace {

// Seconds: a small ledger's states take milliseconds, and those of 10 million events some seconds.
const prometheus::Histogram::BucketBoundaries kSeconds = {0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100};

constexpr absl::Duration kCancelInterval = absl::Milliseconds(50);

}  // namespace

PastStates::PastStates(std::unique_ptr<storage::PastLedger> ledger, prometheus::Registry& registry,
                       const runtime::Clock* clock)
    : ledger_(std::move(ledger)),
      clock_(*clock),
      seconds_(prometheus::BuildHistogram()
                   .Name("jurimeter_query_past_state_load_seconds")
                   .Help("Time to load the state of an earlier revision.")
                   .Register(registry)
                   .Add({}, kSeconds)),
      thread_([this] { Run(); }) {}

PastStates::~PastStates() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
    // Again and again: what is cancelled between two statements goes on with the next.
    while (!mutex_.AwaitWithTimeout(absl::Condition(&ended_), kCancelInterval)) {
      ledger_->Cancel();
    }
  }
  thread_.join();
}

absl::StatusOr<PastStates::Snapshot> PastStates::Find(const AsOf& as_of, int64_t history) {
  const Asked asked = {as_of, history};
  std::list<Outcome> forgotten;  // ends outside the lock, as it may be the last to hold its totals
  absl::MutexLock lock(&mutex_);
  for (auto each = kept_.begin(); each != kept_.end();) {
    const auto next = std::next(each);
    if (each->asked.history != history) forgotten.splice(forgotten.end(), kept_, each);
    each = next;
  }
  const auto found = std::find_if(kept_.begin(), kept_.end(),
                                  [&](const Outcome& outcome) { return Answers(outcome, asked); });
  if (found != kept_.end()) {
    kept_.splice(kept_.begin(), kept_, found);
    return found->loaded;
  }
  if (std::find(waiting_.begin(), waiting_.end(), asked) != waiting_.end()) return nullptr;
  if (waiting_.size() >= kMostWaiting) {
    return absl::ResourceExhaustedError("too many states of the past wait to be loaded");
  }
  waiting_.push_back(asked);
  return nullptr;
}

size_t PastStates::kept() const {
  absl::MutexLock lock(&mutex_);
  return static_cast<size_t>(std::count_if(
      kept_.begin(), kept_.end(), [](const Outcome& outcome) { return outcome.loaded.ok(); }));
}

bool PastStates::Answers(const Outcome& outcome, const Asked& asked) const {
  // Also of a time that is found in no other way, since its state was the last one.
  if (outcome.asked == asked && clock_.Now() - outcome.came_at < kFailureKept) return true;
  if (!outcome.loaded.ok()) return false;
  const storage::LedgerPosition& position = (*outcome.loaded)->position;
  if (const auto* const time = std::get_if<absl::Time>(&asked.as_of)) {
    return position.committed_at <= *time && *time < outcome.next_committed_at &&
           outcome.next_committed_at != absl::InfiniteFuture();
  }
  return position.revision == std::get<int64_t>(asked.as_of);
}

PastStates::Outcome PastStates::Load(const Asked& asked) {
  const absl::Time begin = clock_.Now();
  absl::StatusOr<storage::PastState> past = ledger_->Load(asked.as_of);
  Outcome outcome = {asked, Snapshot(), absl::InfiniteFuture(), clock_.Now()};
  if (!past.ok()) {
    outcome.loaded = past.status();
    return outcome;
  }
  absl::StatusOr<runtime::InForce> in_force =
      runtime::ReadInForce(std::move(past->state.catalog), ledger_.get());
  if (!in_force.ok()) {
    outcome.loaded = in_force.status();
    return outcome;
  }
  outcome.loaded = std::make_shared<const FollowedState>(
      FollowedState{std::move(past->state.totals), *std::move(in_force), past->state.position,
                    past->state.entries, std::move(past->state.closed), asked.history});
  outcome.next_committed_at = past->next_committed_at;
  outcome.came_at = clock_.Now();
  seconds_.Observe(absl::ToDoubleSeconds(outcome.came_at - begin));
  return outcome;
}

void PastStates::Run() {
  while (true) {
    Asked asked = {int64_t{0}, 0};
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &PastStates::HasWorkOrEnds));
      if (ending_) {
        ended_ = true;
        return;
      }
      asked = waiting_.front();
    }
    Outcome outcome = Load(asked);
    std::list<Outcome> forgotten;
    absl::MutexLock lock(&mutex_);
    waiting_.pop_front();
    kept_.push_front(std::move(outcome));
    if (kept_.size() > kMostKept) forgotten.splice(forgotten.end(), kept_, std::prev(kept_.end()));
  }
}

}  // namespace jurimeter::query
