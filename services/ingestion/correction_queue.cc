#include "services/ingestion/correction_queue.h"

#include <iterator>
#include <utility>

namespace jurimeter::ingestion {

CorrectionQueue::CorrectionQueue(const CorrectionQueueOptions& options, const MakeStore& make_store,
                                 CorrectionRules rules)
    : options_(options),
      rules_(std::move(rules)),
      thread_([this, store = make_store()] { Run(store.get()); }) {}

CorrectionQueue::~CorrectionQueue() { Drain(); }

absl::Status CorrectionQueue::Submit(CorrectionSubmission submission, CorrectionsDone done) {
  auto waiting = std::make_unique<WaitingCorrections>(std::move(submission), std::move(done));
  absl::MutexLock lock(&mutex_);
  if (draining_) return absl::CancelledError("draining");
  if (!HasRoom(waiting->bureau(), waiting->size())) {
    return absl::ResourceExhaustedError("the queue is full");
  }
  queued_ += waiting->size();
  by_bureau_[waiting->bureau()] += waiting->size();
  arrived_.push_back(std::move(waiting));
  return absl::OkStatus();
}

bool CorrectionQueue::HasRoom(const std::string& bureau, size_t count) const {
  if (queued_ == 0) return true;
  const auto found = by_bureau_.find(bureau);
  const size_t of_bureau = count + (found == by_bureau_.end() ? 0 : found->second);
  const bool has_little = of_bureau <= options_.max_queued / kShares;
  return queued_ + count <= (has_little ? 2 : 1) * options_.max_queued;
}

void CorrectionQueue::Release(const WaitingCorrections& caller) {
  absl::MutexLock lock(&mutex_);
  queued_ -= caller.size();
  const auto of_bureau = by_bureau_.find(caller.bureau());
  of_bureau->second -= caller.size();
  if (of_bureau->second == 0) by_bureau_.erase(of_bureau);
}

void CorrectionQueue::Drain() {
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void CorrectionQueue::Run(storage::EventStore* store) {
  while (AwaitCallers()) {
    LookUp(store);
    if (!waiting_.empty()) Settle(TakeTurn(), store);
    EndDrain();
  }
}

bool CorrectionQueue::AwaitCallers() {
  absl::MutexLock lock(&mutex_);
  const auto has_work = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return draining_ || !arrived_.empty();
  };
  if (waiting_.empty()) mutex_.Await(absl::Condition(&has_work));
  if (draining_) ++turns_of_drain_;
  std::move(arrived_.begin(), arrived_.end(), std::back_inserter(waiting_));
  arrived_.clear();
  return !waiting_.empty();
}

void CorrectionQueue::LookUp(storage::EventStore* store) {
  std::deque<Waiting> left;
  for (Waiting& each : waiting_) {
    bool ended = false;
    if (each->needs_look_up()) {
      const runtime::Rules rules = rules_.current();
      ended = each->TakeFound(
          rules == nullptr
              ? absl::UnavailableError("no rules are known")
              : store->FindCorrections(each->Drafts(), rules->identity.chain, each->dry_run()));
    }
    if (ended) {
      Release(*each);
      each->Answer();
    } else {
      left.push_back(std::move(each));
    }
  }
  waiting_ = std::move(left);
}

CorrectionQueue::Turn CorrectionQueue::TakeTurn() {
  Turn turn;
  std::deque<Waiting> left;
  WaitingCorrections::Names named;
  for (Waiting& each : waiting_) {
    const bool fits = turn.callers.empty() || turn.callers.front()->dry_run() == each->dry_run();
    const size_t taken = fits ? each->TakeNext(options_.max_commit, &named, &turn.corrections) : 0;
    if (taken == 0) {
      left.push_back(std::move(each));
      continue;
    }
    turn.callers.push_back(std::move(each));
    turn.counts.push_back(taken);
  }
  waiting_ = std::move(left);
  return turn;
}

void CorrectionQueue::Settle(Turn turn, storage::EventStore* store) {
  CorrectionSettlement settlement =
      SettleCorrections(&turn.corrections, turn.callers.front()->dry_run(), rules_, store);
  size_t next = 0;
  for (size_t i = 0; i < turn.callers.size(); ++i) {
    WaitingCorrections& caller = *turn.callers[i];
    for (const size_t end = next + turn.counts[i]; next < end; ++next) {
      caller.Settle(std::move(turn.corrections[next]), std::move(settlement.settled.results[next]));
    }
    if (caller.EndTurn(settlement.status, settlement.settled.revision)) {
      Release(caller);
      caller.Answer();
    } else {
      waiting_.push_back(std::move(turn.callers[i]));
    }
  }
}

void CorrectionQueue::EndDrain() {
  if (turns_of_drain_ < kTurnsOfDrain) return;
  for (const Waiting& each : waiting_) {
    Release(*each);
    each->GiveUp(absl::CancelledError("draining"));
  }
  waiting_.clear();
}

}  // namespace jurimeter::ingestion
