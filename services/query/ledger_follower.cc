#include "services/query/ledger_follower.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "services/runtime/logging.h"

namespace jurimeter::query {

using runtime::Log;
using runtime::LogLevel;

LedgerFollower::LedgerFollower(std::unique_ptr<storage::LedgerReader> reader,
                               runtime::Readiness* readiness, runtime::DatabaseContact* contact,
                               const LedgerFollowerOptions& options)
    : reader_(std::move(reader)),
      readiness_(*readiness),
      contact_(*contact),
      options_(options),
      thread_([this] { Run(); }),
      deadlines_([this] { KeepDeadlines(); }) {}

LedgerFollower::~LedgerFollower() { Stop(); }

void LedgerFollower::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (deadlines_.joinable()) deadlines_.join();
  if (thread_.joinable()) thread_.join();
}

void LedgerFollower::WhenReached(int64_t revision, absl::Time deadline, Waiter waiter) {
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

void LedgerFollower::Run() {
  absl::Time began;
  do {
    began = options_.clock->Now();
    const absl::Status status = Look();
    std::string fault = status.ok() ? "" : std::string(status.message());
    if (fault != last_fault_ && !fault.empty()) {
      Log(LogLevel::kWarning, "the ledger cannot be followed", {{"fault", fault}});
    }
    last_fault_ = std::move(fault);
    failed_ = !status.ok();
    readiness_.Set(kCondition, status.ok());
    if (!absl::IsUnavailable(status)) contact_.Heard();
    if (status.ok()) looked_ns_ = absl::ToUnixNanos(began);
    looks_.fetch_add(1, std::memory_order_relaxed);
    Answer(/*all=*/false);
  } while (PauseAfter(began));
}

size_t LedgerFollower::waiters() const {
  absl::MutexLock lock(&mutex_);
  return waiting_.size();
}

void LedgerFollower::KeepDeadlines() {
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

absl::Status LedgerFollower::Look() {
  more_ = false;
  const Snapshot now = current();
  if (now == nullptr) return Load();
  absl::StatusOr<storage::NewEntries> read = reader_->ReadAfter(now->position);
  if (absl::IsFailedPrecondition(read.status())) {
    Log(LogLevel::kWarning, "the ledger is another one; loading anew",
        {{"fault", std::string(read.status().message())}});
    return Load();
  }
  if (!read.ok()) return read.status();
  head_revision_.store(read->head_revision, std::memory_order_relaxed);
  more_ = read->position.revision < read->head_revision;
  if (read->position.revision == now->revision()) return absl::OkStatus();
  FollowedState next = {now->totals,  now->in_force, read->position,
                        now->entries, now->closed,   now->history};
  next.totals.Apply(read->change, next.revision());
  next.entries.Add(read->entries);
  next.closed.Apply(read->closings);
  return Publish(std::move(next), std::move(read->catalog));
}

absl::Status LedgerFollower::Load() {
  absl::StatusOr<storage::LedgerState> loaded = reader_->Load();
  if (!loaded.ok()) return loaded.status();
  head_revision_.store(loaded->position.revision, std::memory_order_relaxed);
  return Publish({std::move(loaded->totals), nullptr, loaded->position, loaded->entries,
                  std::move(loaded->closed), ++histories_},
                 std::move(loaded->catalog));
}

absl::Status LedgerFollower::Publish(FollowedState next,
                                     std::optional<storage::StoredCatalog> catalog) {
  if (catalog.has_value()) {
    absl::StatusOr<runtime::InForce> read =
        runtime::ReadInForce(*std::move(catalog), reader_.get());
    if (!read.ok()) return read.status();
    next.in_force = *std::move(read);
    Log(LogLevel::kInfo, "catalog in force", {{"version", next.in_force->identity.revision}});
  }
  current_.store(std::make_shared<const FollowedState>(std::move(next)));
  return absl::OkStatus();
}

absl::Time LedgerFollower::stale_since() const {
  const absl::Time looked = absl::FromUnixNanos(looked_ns_.load(std::memory_order_relaxed));
  return options_.clock->Now() - looked > options_.interval + kPatience ? looked
                                                                        : absl::InfiniteFuture();
}

void LedgerFollower::Answer(bool all) {
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

absl::Duration LedgerFollower::Pause() const {
  if (failed_) return std::max(options_.interval, options_.retry_interval);
  return more_ ? absl::ZeroDuration() : options_.interval;
}

bool LedgerFollower::PauseAfter(absl::Time look) {
  absl::MutexLock lock(&mutex_);
  const absl::Time next = look + Pause();
  options_.clock->AwaitUntil(next, absl::Condition(this, &LedgerFollower::Hurried), &mutex_);
  hurry_ = false;
  return !stopping_;
}

}  // namespace jurimeter::query
