#include "services/ingestion/correction_queue.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "domain/event/correction_outcome.h"
#include "domain/values/require.h"

namespace jurimeter::ingestion {
namespace {

using storage::CorrectResult;

bool IsUnsettled(const CorrectionResult& result) {
  return result.outcome == CorrectionOutcome::kUnsettled;
}

bool IsInForce(const CorrectionResult& result) {
  return result.outcome == CorrectionOutcome::kDone ||
         result.outcome == CorrectionOutcome::kDuplicate;
}

// What the caller of the `count` requests from `begin` on is told.
absl::StatusOr<CorrectResult> Slice(CorrectionSettlement& whole, size_t begin, size_t count) {
  const auto first = whole.settled.results.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto end = first + static_cast<std::ptrdiff_t>(count);
  if (!whole.status.ok() && std::any_of(first, end, IsUnsettled)) return whole.status;
  CorrectResult part;
  if (std::any_of(first, end, IsInForce)) part.revision = whole.settled.revision;
  part.results.assign(std::make_move_iterator(first), std::make_move_iterator(end));
  return part;
}

}  // namespace

CorrectionQueue::CorrectionQueue(const CorrectionQueueOptions& options, const MakeStore& make_store,
                                 CorrectionRules rules)
    : options_(options),
      rules_(std::move(rules)),
      thread_([this, store = make_store()] { Run(store.get()); }) {}

CorrectionQueue::~CorrectionQueue() { Drain(); }

absl::Status CorrectionQueue::Submit(std::vector<CorrectionRequest> requests, bool dry_run,
                                     Done done) {
  const size_t count = requests.size();
  JURIMETER_REQUIRE(count > 0);
  JURIMETER_REQUIRE(count <= options_.max_commit);
  absl::MutexLock lock(&mutex_);
  if (draining_) return absl::CancelledError("draining");
  if (!waiting_.empty() && queued_ + count > options_.max_queued) {
    return absl::ResourceExhaustedError("the queue is full");
  }
  queued_ += count;
  waiting_.push_back({std::move(requests), dry_run, std::move(done)});
  return absl::OkStatus();
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
    std::vector<Submission> batch = Await();
    if (batch.empty()) return;
    Settle(std::move(batch), store);
  }
}

std::vector<CorrectionQueue::Submission> CorrectionQueue::Await() {
  absl::MutexLock lock(&mutex_);
  const auto has_work = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return draining_ || !waiting_.empty();
  };
  mutex_.Await(absl::Condition(&has_work));
  std::vector<Submission> batch;
  size_t count = 0;
  while (!waiting_.empty()) {
    const Submission& next = waiting_.front();
    // A dry run is alone in its call, and what does not fit begins the next commit.
    if (!batch.empty() && (batch.front().dry_run || next.dry_run ||
                           count + next.requests.size() > options_.max_commit)) {
      break;
    }
    count += next.requests.size();
    batch.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  queued_ -= count;
  return batch;
}

void CorrectionQueue::Settle(std::vector<Submission> batch, storage::EventStore* store) {
  std::vector<size_t> sizes;
  std::vector<CorrectionRequest> requests;
  for (Submission& submission : batch) {
    sizes.push_back(submission.requests.size());
    std::move(submission.requests.begin(), submission.requests.end(), std::back_inserter(requests));
  }
  CorrectionSettlement settlement =
      SettleCorrections(requests, batch.front().dry_run, rules_, store, options_.clock->Now());
  size_t begin = 0;
  for (size_t i = 0; i < batch.size(); ++i) {
    batch[i].done(Slice(settlement, begin, sizes[i]));
    begin += sizes[i];
  }
}

}  // namespace jurimeter::ingestion
