#include "services/ingestion/group_committer.h"

#include <algorithm>
#include <utility>

#include "domain/values/require.h"

namespace jurimeter::ingestion {
namespace {

// Keys of the catalog begin with 1.
constexpr BureauKey kSeveralBureaus = 0;
constexpr BureauKey kUnknownBureau = -1;

constexpr absl::Duration kProbeInterval = absl::Seconds(1);

// Events of one bureau that are taken before it is the next bureau's turn.
constexpr size_t kTurnEvents = 1'000;

// The bureau that a draft, refused by the rules of `catalog`, names.
BureauKey BureauOf(const RefusedDraft& refused, const Catalog& catalog) {
  const Bureau* const bureau = catalog.FindBureau(refused.draft.bureau);
  return bureau == nullptr ? kUnknownBureau : bureau->key;
}

// `submitted` must not be empty.
BureauKey QueueOf(const SubmittedEvents& submitted) {
  const std::vector<Event>& events = submitted.events;
  const std::vector<RefusedDraft>& refused = submitted.refused;
  const BureauKey first = events.empty() ? BureauOf(refused.front(), *submitted.admitted_by.catalog)
                                         : events.front().bureau();
  const bool same = std::all_of(events.begin(), events.end(),
                                [&](const Event& event) { return event.bureau() == first; }) &&
                    std::all_of(refused.begin(), refused.end(), [&](const RefusedDraft& draft) {
                      return BureauOf(draft, *submitted.admitted_by.catalog) == first;
                    });
  return same ? first : kSeveralBureaus;
}

}  // namespace

GroupCommitter::GroupCommitter(const GroupCommitterOptions& options, const MakeStore& make_store,
                               Admission admission, runtime::Readiness* readiness)
    : options_(options), admission_(std::move(admission)), readiness_(*readiness) {
  for (int i = 0; i < options_.writers; ++i) {
    writers_.emplace_back(
        [this, writer = Writer{make_store()}]() mutable { Run(std::move(writer)); });
  }
}

GroupCommitter::~GroupCommitter() { Drain(); }

absl::Status GroupCommitter::Submit(SubmittedEvents submitted, Done done) {
  return Enqueue(std::move(submitted), std::move(done), /*patient=*/false);
}

absl::Status GroupCommitter::SubmitPatiently(SubmittedEvents submitted, Done done) {
  return Enqueue(std::move(submitted), std::move(done), /*patient=*/true);
}

absl::Status GroupCommitter::Enqueue(SubmittedEvents submitted, Done done, bool patient) {
  const size_t count = submitted.size();
  JURIMETER_REQUIRE(count > 0);
  JURIMETER_REQUIRE(count <= options_.max_commit_events);
  const BureauKey key = QueueOf(submitted);
  absl::MutexLock lock(&mutex_);
  if (draining_) return absl::CancelledError("draining");
  if (!HasRoom(key, count, patient)) return absl::ResourceExhaustedError("the queue is full");
  Queue& queue = queues_[key];
  if (queue.submissions.empty()) turns_.push_back(key);
  queued_events_ += count;
  queue.events += count;
  queue.submissions.push_back({std::move(submitted), std::move(done)});
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

GroupCommitter::Work GroupCommitter::Await(const Writer& writer) {
  absl::MutexLock lock(&mutex_);
  const auto has_work = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (draining_) return true;
    // If no writer is able to commit, one that is not tells the callers.
    return !turns_.empty() && (writer.able || able_writers_ == 0);
  };
  if (!options_.clock->AwaitUntil(writer.next_probe, absl::Condition(&has_work), &mutex_)) {
    return {};
  }
  Work work = {.batch = TakeBatch()};
  work.drained = work.batch.empty();
  return work;
}

std::vector<Submission> GroupCommitter::TakeBatch() {
  std::vector<Submission> batch;
  size_t events = 0;
  while (!turns_.empty()) {
    const BureauKey key = turns_.front();
    Queue& queue = queues_[key];
    const size_t next = queue.submissions.front().submitted.size();
    // A submission that does not fit begins the next commit.
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

void GroupCommitter::Run(Writer writer) {
  while (true) {
    Work work = Await(writer);
    if (work.drained) return;
    Learn(work.batch.empty()
              ? writer.store->Probe()
              : CommitBatch(std::move(work.batch), admission_, writer.store.get(), &writer.events),
          &writer);
  }
}

void GroupCommitter::Learn(const absl::Status& status, Writer* writer) {
  const bool able = status.ok();
  const absl::Time now = options_.clock->Now();
  // After a commit that failed, a probe says at once whether the database is the reason.
  const bool at_once = !able && writer->able;
  writer->next_probe = at_once ? now : now + kProbeInterval;
  absl::MutexLock lock(&mutex_);
  able_writers_ += static_cast<int>(able) - static_cast<int>(writer->able);
  writer->able = able;
  readiness_.Set(kCondition, able_writers_ > 0);
}

}  // namespace jurimeter::ingestion
