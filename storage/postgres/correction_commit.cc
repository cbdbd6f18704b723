#include "storage/postgres/correction_commit.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "domain/values/require.h"
#include "storage/postgres/correction_attempt.h"

namespace jurimeter::storage {
namespace {

using Entries = absl::Span<const CorrectionEntry>;

// Sorted by bureau and id, the order in which every transaction locks.
std::vector<CorrectionEntry> EntriesOf(absl::Span<const Correction> corrections) {
  std::vector<CorrectionEntry> entries;
  for (const Correction& correction : corrections) entries.push_back({&correction, entries.size()});
  std::sort(entries.begin(), entries.end(), [](const CorrectionEntry& a, const CorrectionEntry& b) {
    return std::tie(a.correction->bureau, a.correction->event_id) <
           std::tie(b.correction->bureau, b.correction->event_id);
  });
  return entries;
}

// Whether no two name the same event.
bool NameDifferentEvents(absl::Span<const Correction> corrections) {
  absl::flat_hash_set<std::pair<BureauKey, EventId>> named;
  return std::all_of(corrections.begin(), corrections.end(), [&](const Correction& correction) {
    const std::optional<Event>& replacement = correction.replacement;
    const bool brings = replacement.has_value() && replacement->id() != correction.event_id;
    return named.emplace(correction.bureau, correction.event_id).second &&
           (!brings || named.emplace(correction.bureau, replacement->id()).second);
  });
}

class CorrectionCommit {
 public:
  CorrectionCommit(Attempts* attempts, StoreMemory* memory, RecentIds* recent,
                   CorrectionState* state)
      : attempts_(*attempts), memory_(*memory), recent_(*recent), state_(*state) {}

  // Settles `entries`, sorted and each of other ids.
  absl::Status Settle(Entries entries, LookUp look_up) {
    while (true) {
      Failure failure = Failure::kRetry;
      const absl::Status status = attempts_.Try(
          "commit corrections", state_.rules.chain,
          [&](Connection& connection) {
            AttemptCorrections(connection, entries, look_up, &memory_, &recent_, &state_);
          },
          &failure);
      if (status.ok() || failure == Failure::kFinal) return status;
      const bool remembered_only = std::exchange(look_up, LookUp::kAll) == LookUp::kRemembered;
      if (failure == Failure::kData) return Bisect(entries, status);
      if (failure == Failure::kDuplicateKey && remembered_only) continue;
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
    const absl::Status first = Settle(entries.first(half), LookUp::kAll);
    return first.ok() ? Settle(entries.subspan(half), LookUp::kAll) : first;
  }

  Attempts& attempts_;
  StoreMemory& memory_;
  RecentIds& recent_;
  CorrectionState& state_;
  int failures_ = 0;
};

}  // namespace

absl::StatusOr<CorrectResult> CommitCorrections(absl::Span<const Correction> corrections,
                                                const LedgerRules& rules, bool dry_run,
                                                Attempts* attempts, StoreMemory* memory,
                                                RecentIds* recent) {
  JURIMETER_REQUIRE(NameDifferentEvents(corrections));
  CorrectionState state;
  state.rules = rules;
  state.dry_run = dry_run;
  state.result.results.resize(corrections.size());
  if (corrections.empty()) return std::move(state.result);
  const std::vector<CorrectionEntry> entries = EntriesOf(corrections);
  const absl::Status settled =
      CorrectionCommit(attempts, memory, recent, &state).Settle(entries, memory->corrections);
  // What was settled before the rules changed stays so.
  if (!settled.ok() && !absl::IsAborted(settled)) return settled;
  return std::move(state.result);
}

}  // namespace jurimeter::storage
