#include "services/ingestion/batch_commit.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <numeric>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/catalog/readmission.h"
#include "domain/values/require.h"

namespace jurimeter::ingestion {
namespace {

using runtime::Rules;
using storage::CommitResult;

bool IsUnsettled(const EventOutcome& outcome) { return outcome.outcome == Outcome::kUnsettled; }

// Whether a revision says from when on it is counted, or no longer counted.
bool HasRevision(const EventOutcome& outcome) {
  return outcome.outcome == Outcome::kRecorded || outcome.outcome == Outcome::kDuplicate ||
         outcome.outcome == Outcome::kRetracted;
}

// A draft to be looked up, which the rules refuse.
struct Sought {
  size_t slot;
  OwnedDraft draft;
  EventRefusals refusals;
};

// A batch on its way. Each event and draft of it has a slot, which is its place in the outcomes:
// the slots of a submission follow those of the one before it, in the order of their places.
class BatchCommit {
 public:
  BatchCommit(std::vector<Submission> batch, const Admission& admission, storage::EventStore* store,
              std::vector<Event>* events)
      : batch_(std::move(batch)), admission_(admission), store_(*store), events_(*events) {}

  absl::Status Run() {
    Gather();
    const absl::Status status = Settle();
    if (admitted_anew_) admission_.admitted_anew();
    Answer(status);
    return absl::IsAborted(status) ? absl::OkStatus() : status;
  }

 private:
  // Fills events_ and sought_, all by one value of rules_.
  void Gather();
  // The same for a submission that other rules admitted, or that has refused drafts.
  void GatherOneByOne(SubmittedEvents submitted, size_t first_slot);
  // Has rules_ admit what other rules admitted or refused: it goes to events_ or sought_.
  void Readmit(OwnedDraft draft, size_t slot);
  void Add(Event event, size_t slot) {
    events_.push_back(std::move(event));
    slots_.push_back(slot);
  }

  // Commits and looks up until all is settled.
  absl::Status Settle();
  // Commits events_. Those stay that no commit took, since other rules are in force.
  absl::Status CommitEvents();
  // Takes the outcomes of events_.
  void Take(CommitResult result);
  // Settles what is sought: it is recorded already, or refused. If other rules are in force, what
  // is not recorded stays.
  absl::Status LookUp();
  // Reads the rules anew, and has them admit all that is not settled.
  absl::Status Renew();
  // Calls each `done`; `status` goes to the submissions that have something unsettled.
  void Answer(const absl::Status& status);

  std::vector<Submission> batch_;
  const Admission& admission_;
  storage::EventStore& store_;
  Rules rules_;
  std::vector<Event>& events_;  // to be committed; rules_ admit them
  std::vector<size_t> slots_;   // of events_; empty if they are 0, 1, 2 ...
  std::vector<Sought> sought_;
  std::vector<size_t> sizes_;  // of the submissions
  size_t size_ = 0;            // of all of them together
  CommitResult result_;        // by slot
  bool admitted_anew_ = false;
};

void BatchCommit::Gather() {
  rules_ = admission_.current();
  events_.clear();
  const bool plain = std::all_of(batch_.begin(), batch_.end(), [this](const Submission& each) {
    return each.submitted.refused.empty() &&
           each.submitted.admitted_by.chain == rules_->identity.chain;
  });
  for (Submission& submission : batch_) {
    std::vector<Event>& part = submission.submitted.events;
    const size_t first_slot = size_;
    sizes_.push_back(submission.submitted.size());
    size_ += sizes_.back();
    if (plain) {
      std::move(part.begin(), part.end(), std::back_inserter(events_));
    } else {
      GatherOneByOne(std::move(submission.submitted), first_slot);
    }
  }
}

void BatchCommit::GatherOneByOne(SubmittedEvents submitted, size_t first_slot) {
  const bool anew = submitted.admitted_by.chain != rules_->identity.chain;
  auto event = submitted.events.begin();
  auto refused = submitted.refused.begin();
  for (size_t place = 0; place < sizes_.back(); ++place) {
    const size_t slot = first_slot + place;
    if (refused != submitted.refused.end() && refused->place == place) {
      RefusedDraft& draft = *refused++;
      if (anew) {
        Readmit(std::move(draft.draft), slot);
      } else {
        sought_.push_back({slot, std::move(draft.draft), std::move(draft.refusals)});
      }
    } else if (anew) {
      Readmit(DraftOf(*submitted.admitted_by.catalog, *event++), slot);
    } else {
      Add(std::move(*event++), slot);
    }
  }
}

void BatchCommit::Readmit(OwnedDraft draft, size_t slot) {
  admitted_anew_ = true;
  auto admitted = ReadmitEvent(rules_->admission(), draft.View());
  if (admitted.ok()) return Add(*std::move(admitted), slot);
  sought_.push_back({slot, std::move(draft), std::move(admitted).faults()});
}

absl::Status BatchCommit::Settle() {
  for (int round = 0; round < kMaxCommitRounds; ++round) {
    absl::Status status = CommitEvents();
    if (status.ok()) status = LookUp();
    if (!status.ok() || (events_.empty() && sought_.empty())) return status;
    status = Renew();
    if (!status.ok()) return status;
  }
  return absl::AbortedError(
      absl::StrCat("the rules changed ", kMaxCommitRounds, " times during one commit"));
}

absl::Status BatchCommit::CommitEvents() {
  if (events_.empty()) return absl::OkStatus();
  absl::StatusOr<CommitResult> result = store_.Commit(events_, rules_->identity.chain);
  if (!result.ok()) return result.status();
  JURIMETER_REQUIRE(result->outcomes.size() == events_.size());
  const bool settled = std::none_of(result->outcomes.begin(), result->outcomes.end(), IsUnsettled);
  Take(*std::move(result));
  if (settled) events_.clear();
  return absl::OkStatus();
}

void BatchCommit::Take(CommitResult result) {
  result_.revision = std::max(result_.revision, result.revision);
  if (slots_.empty()) {
    result_.outcomes = std::move(result.outcomes);
    return;
  }
  result_.outcomes.resize(size_);
  for (size_t i = 0; i < slots_.size(); ++i) {
    result_.outcomes[slots_[i]] = std::move(result.outcomes[i]);
  }
}

absl::Status BatchCommit::LookUp() {
  if (sought_.empty()) return absl::OkStatus();
  std::vector<EventDraft> drafts;
  for (const Sought& each : sought_) drafts.push_back(each.draft.View());
  absl::StatusOr<storage::RecordedResult> found =
      store_.FindRecorded(drafts, rules_->identity.chain);
  if (!found.ok()) return found.status();
  JURIMETER_REQUIRE(found->outcomes.size() == sought_.size());
  result_.revision = std::max(result_.revision, found->revision);
  result_.outcomes.resize(size_);
  std::vector<Sought> left;
  for (size_t i = 0; i < sought_.size(); ++i) {
    Sought& each = sought_[i];
    EventOutcome& outcome = found->outcomes[i];
    if (IsUnsettled(outcome) && !found->rules_in_force) {
      left.push_back(std::move(each));
      continue;
    }
    if (IsUnsettled(outcome)) {
      admission_.refused(each.refusals, *rules_->catalog, each.draft.bureau);
      outcome = {Outcome::kRefused, ToViolations(each.refusals)};
    }
    result_.outcomes[each.slot] = std::move(outcome);
  }
  sought_ = std::move(left);
  return absl::OkStatus();
}

absl::Status BatchCommit::Renew() {
  absl::StatusOr<Rules> renewed = admission_.renew(rules_->identity.chain);
  if (!renewed.ok()) {
    return absl::UnavailableError(
        absl::StrCat("the rules in force cannot be read: ", renewed.status().message()));
  }
  const Rules before = std::exchange(rules_, *std::move(renewed));
  if (slots_.empty()) {
    slots_.resize(events_.size());
    std::iota(slots_.begin(), slots_.end(), size_t{0});
  }
  const std::vector<Event> events = std::exchange(events_, {});
  const std::vector<size_t> slots = std::exchange(slots_, {});
  std::vector<Sought> sought = std::exchange(sought_, {});
  for (size_t i = 0; i < events.size(); ++i) {
    if (IsUnsettled(result_.outcomes[slots[i]])) {
      Readmit(DraftOf(*before->catalog, events[i]), slots[i]);
    }
  }
  for (Sought& each : sought) Readmit(std::move(each.draft), each.slot);
  return absl::OkStatus();
}

void BatchCommit::Answer(const absl::Status& status) {
  result_.outcomes.resize(size_);
  auto first = result_.outcomes.begin();
  for (size_t i = 0; i < batch_.size(); ++i) {
    const auto end = first + static_cast<std::ptrdiff_t>(sizes_[i]);
    if (!status.ok() && std::any_of(first, end, IsUnsettled)) {
      batch_[i].done(status);
    } else {
      CommitResult part;
      if (std::any_of(first, end, HasRevision)) part.revision = result_.revision;
      part.outcomes.assign(std::make_move_iterator(first), std::make_move_iterator(end));
      batch_[i].done(std::move(part));
    }
    first = end;
  }
}

}  // namespace

absl::Status CommitBatch(std::vector<Submission> batch, const Admission& admission,
                         storage::EventStore* store, std::vector<Event>* room) {
  return BatchCommit(std::move(batch), admission, store, room).Run();
}

}  // namespace jurimeter::ingestion
