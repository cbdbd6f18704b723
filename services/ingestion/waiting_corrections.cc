#include "services/ingestion/waiting_corrections.h"

#include <algorithm>
#include <string_view>
#include <tuple>

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
    return each.draft.bureau == first;
  });
  return same ? first : std::string();
}

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
  // By event and request id, the place in `pending` of the first.
  absl::flat_hash_map<std::tuple<EventId, std::string_view>, size_t> firsts;
  std::vector<size_t> kept;
  std::vector<NamedEvents> named;
  for (size_t i = 0; i < pending.size(); ++i) {
    const PendingCorrection& each = pending[i];
    const auto [first, fresh] = firsts.try_emplace({each.event_id, each.draft.request_id}, i);
    if (!fresh && pending[first->second].draft == each.draft) {
      copies_.push_back({each.place, pending[first->second].place});
      continue;
    }
    kept.push_back(i);
    named.push_back({each.draft.bureau, each.event_id, each.replacement_id});
  }
  const std::vector<size_t> turns = TurnsOf(named);
  turns_.resize(*std::max_element(turns.begin(), turns.end()) + 1);
  for (size_t i = 0; i < kept.size(); ++i) turns_[turns[i]].push_back(std::move(pending[kept[i]]));
  size_ = kept.size();
}

size_t WaitingCorrections::TakeNext(size_t most, Names* named,
                                    std::vector<PendingCorrection>* turn) {
  const size_t before = turn->size();
  std::vector<PendingCorrection> left;
  for (PendingCorrection& each : turns_.front()) {
    if (turn->size() < most && TakeNames(each, named)) {
      turn->push_back(std::move(each));
    } else {
      left.push_back(std::move(each));
    }
  }
  turns_.front() = std::move(left);
  const size_t taken = turn->size() - before;
  size_ -= taken;
  return taken;
}

void WaitingCorrections::Settle(PendingCorrection pending, CorrectionResult result) {
  if (IsUnsettled(result)) {
    turns_.front().push_back(std::move(pending));
    ++size_;
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
  }
  while (!turns_.empty() && turns_.front().empty()) turns_.pop_front();
  return turns_.empty() || !status_.ok();
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
