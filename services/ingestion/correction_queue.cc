#include "services/ingestion/correction_queue.h"

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
  Count(waiting->bureau(), static_cast<std::ptrdiff_t>(waiting->size()));
  waiting_.push_back(std::move(waiting));
  return absl::OkStatus();
}

bool CorrectionQueue::HasRoom(const std::string& bureau, size_t count) const {
  if (queued_ == 0) return true;
  const auto found = by_bureau_.find(bureau);
  const size_t of_bureau = count + (found == by_bureau_.end() ? 0 : found->second);
  const bool has_little = of_bureau <= options_.max_queued / kShares;
  return queued_ + count <= (has_little ? 2 : 1) * options_.max_queued;
}

void CorrectionQueue::Count(const std::string& bureau, std::ptrdiff_t change) {
  queued_ += static_cast<size_t>(change);
  size_t& of_bureau = by_bureau_[bureau];
  of_bureau += static_cast<size_t>(change);
  if (of_bureau == 0) by_bureau_.erase(bureau);
}

void CorrectionQueue::Drain() {
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void CorrectionQueue::Run(storage::EventStore* store) {
  while (true) {
    Turn turn = Await();
    if (turn.callers.empty()) return;
    Settle(std::move(turn), store);
  }
}

CorrectionQueue::Turn CorrectionQueue::Await() {
  absl::MutexLock lock(&mutex_);
  const auto has_work = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return draining_ || !waiting_.empty();
  };
  mutex_.Await(absl::Condition(&has_work));
  return TakeTurn();
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
    Count(each->bureau(), -static_cast<std::ptrdiff_t>(taken));
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
    const size_t waiting_before = caller.size();
    for (const size_t end = next + turn.counts[i]; next < end; ++next) {
      caller.Settle(std::move(turn.corrections[next]), std::move(settlement.settled.results[next]));
    }
    const bool ended = caller.EndTurn(settlement.status, settlement.settled.revision);
    {
      absl::MutexLock lock(&mutex_);
      const size_t waiting_now = ended ? 0 : caller.size();
      Count(caller.bureau(),
            static_cast<std::ptrdiff_t>(waiting_now) - static_cast<std::ptrdiff_t>(waiting_before));
      if (!ended) waiting_.push_back(std::move(turn.callers[i]));
    }
    if (ended) caller.Answer();
  }
}

}  // namespace jurimeter::ingestion
