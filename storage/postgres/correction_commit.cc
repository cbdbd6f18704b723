#include "storage/postgres/correction_commit.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "storage/postgres/correction_attempt.h"

namespace jurimeter::storage {
namespace {

using Entries = absl::Span<const CorrectionEntry>;
using Ids = absl::flat_hash_set<std::pair<BureauKey, EventId>>;

// The entries of `pending`, in the caller's order, that can be done in one transaction: none names
// an id that one before it names. The others are left in `pending`.
std::vector<CorrectionEntry> TakeRound(std::vector<CorrectionEntry>* pending) {
  std::vector<CorrectionEntry> round, rest;
  Ids named;
  for (const CorrectionEntry& entry : *pending) {
    const Correction& correction = *entry.correction;
    bool is_free = named.emplace(correction.bureau, correction.event_id).second;
    const std::optional<Event>& replacement = correction.replacement;
    if (replacement.has_value() && replacement->id() != correction.event_id) {
      is_free &= named.emplace(correction.bureau, replacement->id()).second;
    }
    (is_free ? round : rest).push_back(entry);
  }
  *pending = std::move(rest);
  std::sort(round.begin(), round.end(), [](const CorrectionEntry& a, const CorrectionEntry& b) {
    return std::tie(a.correction->bureau, a.correction->event_id) <
           std::tie(b.correction->bureau, b.correction->event_id);
  });
  return round;
}

class CorrectionCommit {
 public:
  CorrectionCommit(Attempts* attempts, StoreMemory* memory, RecentIds* recent,
                   CorrectionState* state)
      : attempts_(*attempts), memory_(*memory), recent_(*recent), state_(*state) {}

  // Settles `entries`, sorted and each of other ids.
  absl::Status Settle(Entries entries) {
    while (true) {
      Failure failure = Failure::kRetry;
      const absl::Status status = attempts_.Try(
          state_.rules,
          [&](Connection& connection) {
            AttemptCorrections(connection, entries, &memory_, &recent_, &state_);
          },
          &failure);
      if (status.ok() || failure == Failure::kFinal) return status;
      if (failure == Failure::kData) return Bisect(entries, status);
      // Somebody else may have retracted an event, or taken an id, since they were looked up.
      const absl::Status paused = attempts_.PauseAfter(status, &failures_);
      if (!paused.ok()) return paused;
    }
  }

 private:
  // Settles each half of `entries`, which the database refused for its data; a lone correction is
  // refused as a whole.
  absl::Status Bisect(Entries entries, const absl::Status& refusal) {
    if (entries.size() == 1) {
      state_.result.results[entries[0].place] = {
          CorrectionOutcome::kRefused,
          {{"correction", correction_reason::kDatabase, std::string(refusal.message())}}};
      return absl::OkStatus();
    }
    const size_t half = entries.size() / 2;
    const absl::Status first = Settle(entries.first(half));
    return first.ok() ? Settle(entries.subspan(half)) : first;
  }

  Attempts& attempts_;
  StoreMemory& memory_;
  RecentIds& recent_;
  CorrectionState& state_;
  int failures_ = 0;
};

}  // namespace

absl::StatusOr<CorrectResult> CommitCorrections(absl::Span<const Correction> corrections,
                                                const Digest& rules, bool dry_run,
                                                Attempts* attempts, StoreMemory* memory,
                                                RecentIds* recent) {
  CorrectionState state;
  state.rules = rules;
  state.dry_run = dry_run;
  state.result.results.resize(corrections.size());
  std::vector<CorrectionEntry> pending;
  for (const Correction& correction : corrections) pending.push_back({&correction, pending.size()});
  CorrectionCommit commit(attempts, memory, recent, &state);
  while (!pending.empty()) {
    const absl::Status settled = commit.Settle(TakeRound(&pending));
    // What was settled before stays so.
    if (absl::IsAborted(settled)) break;
    if (!settled.ok()) return settled;
    // A later round that finds what this one did is a repetition.
    state.entry_ids.clear();
  }
  return std::move(state.result);
}

}  // namespace jurimeter::storage
