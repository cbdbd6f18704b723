#include "services/ingestion/group_committer.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jurimeter::ingestion {
namespace {

using storage::CommitResult;

// Takes the outcomes of `count` events from `begin` on out of `whole`.
CommitResult Slice(CommitResult& whole, size_t begin, size_t count) {
  CommitResult part;
  part.revision = whole.revision;
  const auto first = whole.outcomes.begin() + static_cast<std::ptrdiff_t>(begin);
  part.outcomes.assign(std::make_move_iterator(first),
                       std::make_move_iterator(first + static_cast<std::ptrdiff_t>(count)));
  return part;
}

}  // namespace

GroupCommitter::GroupCommitter(const GroupCommitterOptions& options, const MakeStore& make_store)
    : options_(options) {
  for (int i = 0; i < options_.writers; ++i) {
    writers_.emplace_back([this, store = make_store()] { Write(*store); });
  }
}

GroupCommitter::~GroupCommitter() { Drain(); }

absl::Status GroupCommitter::Submit(std::vector<Event> events, Done done) {
  return Enqueue(std::move(events), std::move(done), /*patient=*/false);
}

absl::Status GroupCommitter::SubmitPatiently(std::vector<Event> events, Done done) {
  return Enqueue(std::move(events), std::move(done), /*patient=*/true);
}

absl::Status GroupCommitter::Enqueue(std::vector<Event> events, Done done, bool patient) {
  absl::MutexLock lock(&mutex_);
  if (draining_) return absl::CancelledError("draining");
  const bool fits = queued_events_ + events.size() <= options_.max_queued_events;
  if (!patient && !fits && !queue_.empty()) {
    return absl::ResourceExhaustedError("the queue is full");
  }
  queued_events_ += events.size();
  queue_.push_back({std::move(events), std::move(done)});
  return absl::OkStatus();
}

void GroupCommitter::Drain() {
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
  }
  for (std::thread& writer : writers_) {
    if (writer.joinable()) writer.join();
  }
}

std::vector<GroupCommitter::Submission> GroupCommitter::TakeBatch() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &GroupCommitter::HasWorkOrDrained));
  std::vector<Submission> batch;
  size_t events = 0;
  while (!queue_.empty() && events + queue_.front().events.size() <= options_.max_commit_events) {
    events += queue_.front().events.size();
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  queued_events_ -= events;
  return batch;
}

void GroupCommitter::Write(storage::EventStore& store) {
  std::vector<Event> events;
  while (true) {
    std::vector<Submission> batch = TakeBatch();
    if (batch.empty()) return;
    std::vector<size_t> sizes;
    events.clear();
    for (Submission& submission : batch) {
      sizes.push_back(submission.events.size());
      std::move(submission.events.begin(), submission.events.end(), std::back_inserter(events));
    }
    absl::StatusOr<CommitResult> result = store.Commit(events);
    size_t begin = 0;
    for (size_t i = 0; i < batch.size(); ++i) {
      if (result.ok()) {
        batch[i].done(Slice(*result, begin, sizes[i]));
      } else {
        batch[i].done(result.status());
      }
      begin += sizes[i];
    }
  }
}

}  // namespace jurimeter::ingestion
