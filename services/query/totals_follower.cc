#include "services/query/totals_follower.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "services/runtime/logging.h"

namespace jurimeter::query {

using runtime::Log;
using runtime::LogLevel;

TotalsFollower::TotalsFollower(std::unique_ptr<storage::TotalsReader> reader,
                               runtime::Readiness* readiness, runtime::DatabaseContact* contact,
                               const TotalsFollowerOptions& options)
    : reader_(std::move(reader)),
      readiness_(*readiness),
      contact_(*contact),
      options_(options),
      thread_([this] { Run(); }),
      deadlines_([this] { KeepDeadlines(); }) {}

TotalsFollower::~TotalsFollower() { Stop(); }

void TotalsFollower::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (deadlines_.joinable()) deadlines_.join();
  if (thread_.joinable()) thread_.join();
}

void TotalsFollower::WhenReached(int64_t revision, absl::Time deadline, Waiter waiter) {
  Snapshot snapshot = current();
  if (snapshot != nullptr && snapshot->revision() >= revision) return waiter(std::move(snapshot));
  {
    absl::MutexLock lock(&mutex_);
    if (!stopping_ && waiting_.size() < options_.max_waiters) {
      waiting_.push_back({revision, deadline, std::move(waiter)});
      soonest_ = std::min(soonest_, deadline);
      hurry_ = true;
      return;
    }
  }
  waiter(nullptr);
}

void TotalsFollower::Run() {
  absl::Time began;
  do {
    began = options_.clock->Now();
    const absl::Status status = Look();
    std::string fault = status.ok() ? "" : std::string(status.message());
    if (fault != last_fault_ && !fault.empty()) {
      Log(LogLevel::kWarning, "the totals cannot be followed", {{"fault", fault}});
    }
    last_fault_ = std::move(fault);
    readiness_.Set(kCondition, status.ok());
    if (!absl::IsUnavailable(status)) contact_.Heard();
    if (status.ok()) looked_ns_ = absl::ToUnixNanos(began);
    Answer(/*all=*/false);
  } while (PauseAfter(began));
}

size_t TotalsFollower::waiters() const {
  absl::MutexLock lock(&mutex_);
  return waiting_.size();
}

void TotalsFollower::KeepDeadlines() {
  for (bool stopping = false; !stopping;) {
    {
      absl::MutexLock lock(&mutex_);
      soonest_ = absl::InfiniteFuture();
      for (const Waiting& each : waiting_) soonest_ = std::min(soonest_, each.deadline);
      const absl::Time until = soonest_;
      const auto sooner = [this, until]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return stopping_ || soonest_ < until;
      };
      options_.clock->AwaitUntil(until, absl::Condition(&sooner), &mutex_);
      stopping = stopping_;
    }
    Answer(/*all=*/stopping);
  }
}

absl::Status TotalsFollower::Look() {
  more_ = false;
  const Snapshot now = current();
  if (now == nullptr) return Load();
  const absl::StatusOr<storage::NewCommits> read = reader_->ReadAfter(now->position);
  if (absl::IsFailedPrecondition(read.status())) {
    Log(LogLevel::kWarning, "the ledger is another one; loading anew",
        {{"fault", std::string(read.status().message())}});
    return Load();
  }
  if (!read.ok()) return read.status();
  MeetCatalog(read->catalog);
  head_revision_.store(read->head_revision, std::memory_order_relaxed);
  more_ = read->position.revision < read->head_revision;
  if (read->position.revision == now->revision()) return absl::OkStatus();
  FollowedTotals next = {now->totals, read->position};
  next.totals.Apply(read->change, next.revision());
  Publish(std::move(next));
  return absl::OkStatus();
}

absl::Status TotalsFollower::Load() {
  absl::StatusOr<storage::LoadedTotals> loaded = reader_->Load();
  if (!loaded.ok()) return loaded.status();
  MeetCatalog(loaded->catalog);
  head_revision_.store(loaded->position.revision, std::memory_order_relaxed);
  Publish({std::move(loaded->totals), loaded->position});
  return absl::OkStatus();
}

void TotalsFollower::MeetCatalog(const Digest& content) {
  if (content == catalog_) return;
  catalog_ = content;
  if (options_.met_catalog) options_.met_catalog(content);
}

void TotalsFollower::Publish(FollowedTotals followed) {
  current_.store(std::make_shared<const FollowedTotals>(std::move(followed)));
}

absl::Time TotalsFollower::stale_since() const {
  const absl::Time looked = absl::FromUnixNanos(looked_ns_.load(std::memory_order_relaxed));
  return options_.clock->Now() - looked > options_.interval + kPatience ? looked
                                                                        : absl::InfiniteFuture();
}

void TotalsFollower::Answer(bool all) {
  const Snapshot snapshot = current();
  const int64_t reached = snapshot == nullptr ? -1 : snapshot->revision();
  const absl::Time now = options_.clock->Now();
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
  const absl::Time next = more_ ? look : look + options_.interval;
  options_.clock->AwaitUntil(next, absl::Condition(this, &TotalsFollower::Hurried), &mutex_);
  hurry_ = false;
  return !stopping_;
}

}  // namespace jurimeter::query
