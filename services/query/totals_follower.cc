#include "services/query/totals_follower.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/time/clock.h"
#include "services/runtime/logging.h"

namespace jurimeter::query {

using runtime::Log;
using runtime::LogLevel;

TotalsFollower::TotalsFollower(std::unique_ptr<storage::TotalsReader> reader,
                               runtime::Readiness* readiness, const TotalsFollowerOptions& options)
    : reader_(std::move(reader)),
      readiness_(*readiness),
      options_(options),
      thread_([this] { Run(); }) {}

TotalsFollower::~TotalsFollower() { Stop(); }

void TotalsFollower::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void TotalsFollower::WhenReached(int64_t revision, absl::Time deadline, Waiter waiter) {
  Snapshot snapshot = current();
  if (snapshot != nullptr && snapshot->revision() >= revision) return waiter(std::move(snapshot));
  {
    absl::MutexLock lock(&mutex_);
    if (!stopping_ && waiting_.size() < options_.max_waiters) {
      waiting_.push_back({revision, deadline, std::move(waiter)});
      hurry_ = true;
      return;
    }
  }
  waiter(nullptr);
}

void TotalsFollower::Run() {
  absl::Time began;
  do {
    began = absl::Now();
    const absl::Status status = Look();
    std::string fault = status.ok() ? "" : std::string(status.message());
    if (fault != last_fault_ && !fault.empty()) {
      Log(LogLevel::kWarning, "the totals cannot be followed", {{"fault", fault}});
    }
    last_fault_ = std::move(fault);
    readiness_.Set(kCondition, status.ok());
    Answer(/*all=*/false);
  } while (PauseAfter(began));
  Answer(/*all=*/true);
}

absl::Status TotalsFollower::Look() {
  const absl::StatusOr<int64_t> head = reader_->HeadRevision();
  if (!head.ok()) return head.status();
  head_revision_.store(*head, std::memory_order_relaxed);
  const Snapshot now = current();
  if (now != nullptr && now->revision() == *head) return absl::OkStatus();
  if (now != nullptr) {
    const absl::Status status = CatchUp();
    if (!absl::IsFailedPrecondition(status)) return status;
    Log(LogLevel::kWarning, "the ledger went back; loading anew",
        {{"from", now->revision()}, {"to", *head}});
  }
  absl::StatusOr<Totals> loaded = reader_->Load();
  if (!loaded.ok()) return loaded.status();
  Publish(*std::move(loaded));
  return absl::OkStatus();
}

absl::Status TotalsFollower::CatchUp() {
  Totals totals = *current();
  const absl::Status status = reader_->CatchUp(totals);
  if (status.ok()) Publish(std::move(totals));
  return status;
}

void TotalsFollower::Publish(Totals totals) {
  current_.store(std::make_shared<const Totals>(std::move(totals)));
}

void TotalsFollower::Answer(bool all) {
  const Snapshot snapshot = current();
  const int64_t reached = snapshot == nullptr ? -1 : snapshot->revision();
  const absl::Time now = absl::Now();
  std::vector<Waiting> ready;
  {
    absl::MutexLock lock(&mutex_);
    const auto rest = std::partition(waiting_.begin(), waiting_.end(), [&](const Waiting& each) {
      return !all && each.revision > reached && each.deadline > now;
    });
    std::move(rest, waiting_.end(), std::back_inserter(ready));
    waiting_.erase(rest, waiting_.end());
  }
  for (Waiting& each : ready) each.waiter(each.revision <= reached ? snapshot : nullptr);
}

bool TotalsFollower::PauseAfter(absl::Time look) {
  absl::MutexLock lock(&mutex_);
  absl::Time next = look + options_.interval;
  for (const Waiting& each : waiting_) next = std::min(next, each.deadline);
  mutex_.AwaitWithDeadline(absl::Condition(this, &TotalsFollower::Hurried), next);
  hurry_ = false;
  return !stopping_;
}

}  // namespace jurimeter::query
