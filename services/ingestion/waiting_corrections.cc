#include "services/ingestion/waiting_corrections.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "domain/event/correction_turns.h"
#include "domain/values/require.h"

namespace jurimeter::ingestion {
namespace {

bool IsUnsettled(const CorrectionResult& result) {
  return result.outcome == CorrectionOutcome::kUnsettled;
}

bool IsInForce(const CorrectionResult& result) {
  return result.outcome == CorrectionOutcome::kDone ||
         result.outcome == CorrectionOutcome::kDuplicate;
}

// What becomes of a repetition of what became `original`.
CorrectionResult ResultOfCopy(const CorrectionResult& original, bool dry_run) {
  if (original.outcome != CorrectionOutcome::kDone || dry_run) return original;
  return {CorrectionOutcome::kDuplicate, {}};
}

std::string BureauOf(const std::vector<PendingCorrection>& pending) {
  const std::string& first = pending.front().draft.bureau;
  const bool same = std::all_of(pending.begin(), pending.end(), [&](const PendingCorrection& each) {
    return each.draft.bureau == first && each.bureau_known;
  });
  return same ? first : std::string();
}

// Which correction of a request named an event last.
class LastNames {
 public:
  // The one that named every event of `pending` last, if it is one and the same.
  std::optional<size_t> Of(const PendingCorrection& pending) const {
    const auto event = last_.find({pending.draft.bureau, pending.event_id});
    if (event == last_.end()) return std::nullopt;
    if (pending.replacement_id.has_value()) {
      const auto replacement = last_.find({pending.draft.bureau, *pending.replacement_id});
      if (replacement == last_.end() || replacement->second != event->second) return std::nullopt;
    }
    return event->second;
  }

  // `pending`, which must stay where it is, is at `place`.
  void Add(const PendingCorrection& pending, size_t place) {
    last_[{pending.draft.bureau, pending.event_id}] = place;
    if (pending.replacement_id.has_value()) {
      last_[{pending.draft.bureau, *pending.replacement_id}] = place;
    }
  }

 private:
  absl::flat_hash_map<std::pair<std::string_view, EventId>, size_t> last_;
};

// Whether no event that `pending` names is in `named`, to which they are added then.
bool TakeNames(const PendingCorrection& pending, WaitingCorrections::Names* named) {
  const std::string& bureau = pending.draft.bureau;
  if (named->contains({bureau, pending.event_id})) return false;
  if (pending.replacement_id.has_value()) {
    if (named->contains({bureau, *pending.replacement_id})) return false;
    named->emplace(bureau, *pending.replacement_id);
  }
  named->emplace(bureau, pending.event_id);
  return true;
}

}  // namespace

WaitingCorrections::WaitingCorrections(CorrectionSubmission submission, CorrectionsDone done)
    : dry_run_(submission.dry_run), done_(std::move(done)) {
  JURIMETER_REQUIRE(!submission.pending.empty());
  settled_.results = std::move(submission.results);
  bureau_ = BureauOf(submission.pending);
  SortIntoTurns(std::move(submission.pending));
}

void WaitingCorrections::SortIntoTurns(std::vector<PendingCorrection> pending) {
  LastNames last;
  std::vector<size_t> kept;
  std::vector<NamedEvents> named;
  for (size_t i = 0; i < pending.size(); ++i) {
    const PendingCorrection& each = pending[i];
    const std::optional<size_t> before = last.Of(each);
    if (before.has_value() && pending[*before].draft == each.draft) {
      copies_.push_back({each.place, pending[*before].place});
      continue;
    }
    last.Add(each, i);
    kept.push_back(i);
    named.push_back({each.draft.bureau, each.event_id, each.replacement_id});
  }
  const std::vector<size_t> turns = TurnsOf(named);
  turns_.resize(*std::max_element(turns.begin(), turns.end()) + 1);
  for (size_t i = 0; i < kept.size(); ++i) turns_[turns[i]].push_back(std::move(pending[kept[i]]));
  needs_look_up_ = turns_.size() > 1;
}

std::vector<CorrectionDraft> WaitingCorrections::Drafts() const {
  std::vector<CorrectionDraft> drafts;
  for (const auto& turn : turns_) {
    for (const PendingCorrection& each : turn) drafts.push_back(each.draft.View());
  }
  return drafts;
}

bool WaitingCorrections::TakeFound(const absl::StatusOr<storage::FoundCorrections>& found) {
  needs_look_up_ = false;
  status_ = found.status();
  if (!found.ok()) return true;
  settled_.revision = found->revision;
  auto next = found->found.begin();
  for (auto& turn : turns_) {
    std::vector<PendingCorrection> left;
    for (PendingCorrection& each : turn) {
      if ((next++)->is_done) {
        settled_.results[each.place] = {CorrectionOutcome::kDuplicate, {}};
      } else {
        left.push_back(std::move(each));
      }
    }
    turn = std::move(left);
  }
  RemoveEmptyTurns();
  return turns_.empty();
}

size_t WaitingCorrections::TakeNext(size_t most, Names* named,
                                    std::vector<PendingCorrection>* turn) {
  const size_t before = turn->size();
  if (before >= most) return 0;
  std::vector<PendingCorrection> left;
  for (PendingCorrection& each : turns_.front()) {
    if (turn->size() < most && TakeNames(each, named)) {
      turn->push_back(std::move(each));
    } else {
      left.push_back(std::move(each));
    }
  }
  turns_.front() = std::move(left);
  return turn->size() - before;
}

void WaitingCorrections::Settle(PendingCorrection pending, CorrectionResult result) {
  if (IsUnsettled(result)) {
    turns_.front().push_back(std::move(pending));
    outdated_ = true;
    return;
  }
  settled_.results[pending.place] = std::move(result);
}

bool WaitingCorrections::EndTurn(const absl::Status& status, int64_t revision) {
  settled_.revision = std::max(settled_.revision, revision);
  if (std::exchange(outdated_, false)) {
    status_ = status;
    if (++rounds_ >= kMaxCorrectionRounds && status.ok()) {
      status_ = absl::AbortedError(
          absl::StrCat("the rules changed ", kMaxCorrectionRounds, " times during one correction"));
    }
  } else {
    rounds_ = 0;
  }
  RemoveEmptyTurns();
  return turns_.empty() || !status_.ok();
}

void WaitingCorrections::RemoveEmptyTurns() {
  // An empty one in the middle would give nothing, and so end the queue's work.
  turns_.erase(
      std::remove_if(turns_.begin(), turns_.end(), [](const auto& turn) { return turn.empty(); }),
      turns_.end());
}

void WaitingCorrections::Answer() {
  for (const Copy& copy : copies_) {
    settled_.results[copy.place] = ResultOfCopy(settled_.results[copy.original], dry_run_);
  }
  if (!status_.ok()) return done_(status_);
  JURIMETER_REQUIRE(std::none_of(settled_.results.begin(), settled_.results.end(), IsUnsettled));
  if (std::none_of(settled_.results.begin(), settled_.results.end(), IsInForce)) {
    settled_.revision = 0;
  }
  done_(std::move(settled_));
}

}  // namespace jurimeter::ingestion
