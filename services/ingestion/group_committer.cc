#include "services/ingestion/group_committer.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jurimeter::ingestion {
namespace {

using storage::CommitResult;

// Keys of the catalog begin with 1.
constexpr BureauKey kSeveralBureaus = 0;

// Events of one bureau that are taken before it is the next one's turn.
constexpr size_t kTurnEvents = 1'000;

BureauKey QueueOf(const std::vector<Event>& events) {
  const BureauKey first = events.front().bureau();
  const bool same = std::all_of(events.begin(), events.end(),
                                [&](const Event& event) { return event.bureau() == first; });
  return same ? first : kSeveralBureaus;
}

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
  const BureauKey key = QueueOf(events);
  absl::MutexLock lock(&mutex_);
  if (draining_) return absl::CancelledError("draining");
  if (!HasRoom(key, events.size(), patient)) {
    return absl::ResourceExhaustedError("the queue is full");
  }
  Queue& queue = queues_[key];
  if (queue.submissions.empty()) turns_.push_back(key);
  queued_events_ += events.size();
  queue.events += events.size();
  queue.submissions.push_back({std::move(events), std::move(done)});
  return absl::OkStatus();
}

bool GroupCommitter::HasRoom(BureauKey key, size_t events, bool patient) const {
  if (turns_.empty()) return true;
  const auto found = queues_.find(key);
  const size_t bureaus = queues_.size() + (found == queues_.end() ? 1 : 0);
  const size_t waiting = events + (found == queues_.end() ? 0 : found->second.events);
  const bool has_little = waiting <= options_.max_queued_events / kShares;
  const bool in_share = has_little || waiting <= options_.max_queued_events / bureaus;
  size_t limit = options_.max_queued_events;
  if (patient || in_share) limit += kPatientCommits * options_.max_commit_events;
  if (in_share) limit += options_.max_queued_events;
  if (has_little) limit += options_.max_queued_events;
  return queued_events_ + events <= limit;
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
  while (!turns_.empty()) {
    const BureauKey key = turns_.front();
    Queue& queue = queues_[key];
    const size_t next = queue.submissions.front().events.size();
    // Who does not fit is the first of the next commit.
    if (events + next > options_.max_commit_events) break;
    if (next > queue.credit) {
      queue.credit += kTurnEvents;
      turns_.pop_front();
      turns_.push_back(key);
      continue;
    }
    queue.credit -= next;
    queue.events -= next;
    events += next;
    batch.push_back(std::move(queue.submissions.front()));
    queue.submissions.pop_front();
    if (queue.submissions.empty()) {
      queues_.erase(key);
      turns_.pop_front();
    }
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
