#include "storage/postgres/postgres_event_store.h"

#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "storage/postgres/attempts.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/commit_attempt.h"
#include "storage/postgres/commit_probe.h"
#include "storage/postgres/correction_attempt.h"
#include "storage/postgres/correction_commit.h"
#include "storage/postgres/day_changes.h"
#include "storage/postgres/errors.h"
#include "storage/postgres/event_batch.h"
#include "storage/postgres/event_log.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/recorded_corrections.h"
#include "storage/postgres/recorded_drafts.h"
#include "storage/postgres/session.h"

namespace jurimeter::storage {
namespace {

using Entries = absl::Span<const BatchEntry>;

// The entries of `pending`, which is sorted, whose id no entry before them has.
std::vector<BatchEntry> FirstOfEachId(Entries pending) {
  std::vector<BatchEntry> firsts;
  firsts.reserve(pending.size());
  for (const BatchEntry& entry : pending) {
    if (firsts.empty() || !SameId(*firsts.back().event, *entry.event)) firsts.push_back(entry);
  }
  return firsts;
}

// Judges the later copy of an id by what became of the first. Returns false if the copy needs a
// commit of its own: if it differs from a first that was refused or is stored already, or if the
// first is a conflict and this one equals the event that is stored.
bool JudgeCopy(const BatchEntry& first, const BatchEntry& copy, const CodeTable& codes,
               CommitState* state) {
  const EventOutcome& of_first = state->result.outcomes[first.place];
  EventOutcome& of_copy = state->result.outcomes[copy.place];
  const EventBody first_body = BodyOf(*first.event);
  const EventBody body = BodyOf(*copy.event);
  switch (of_first.outcome) {
    case Outcome::kRecorded:
      if (body == first_body) {
        of_copy = {Outcome::kDuplicate, {}};
      } else {
        of_copy = {Outcome::kConflict, Differences(first_body, body, codes)};
      }
      return true;
    case Outcome::kDuplicate:
    case Outcome::kRetracted:
    case Outcome::kRefused:
      if (body != first_body) return false;
      of_copy = of_first;
      return true;
    case Outcome::kConflict: {
      const StoredEvent& stored = state->standing.at(first.place);
      const EventBody beside = BodyBeside(stored, *copy.event);
      if (beside == stored.body()) return false;
      of_copy = {Outcome::kConflict, Differences(stored.body(), beside, codes)};
      return true;
    }
    case Outcome::kUnsettled:
      break;
  }
  return false;
}

// Returns the entries of `pending` that still need a commit after those in `settled`: ids that were
// left out, with their copies, and copies that need a commit of their own. Judges the other
// copies.
std::vector<BatchEntry> StillOpen(Entries pending, Entries settled, const CodeTable& codes,
                                  CommitState* state) {
  std::vector<BatchEntry> open;
  const BatchEntry* first = nullptr;
  bool is_settled = false;
  for (const BatchEntry& entry : pending) {
    if (first == nullptr || !SameId(*first->event, *entry.event)) {
      first = &entry;
      is_settled = !settled.empty() && settled.front().event == entry.event;
      if (is_settled) settled.remove_prefix(1);
      if (!is_settled) open.push_back(entry);
    } else if (!is_settled || !JudgeCopy(*first, entry, codes, state)) {
      open.push_back(entry);
    }
  }
  return open;
}

class PostgresEventStore : public EventStore {
 public:
  explicit PostgresEventStore(EventStoreOptions options)
      : options_(std::move(options)),
        session_(options_.postgres, [this](Connection& connection) { SetUp(connection); }),
        attempts_(&session_, options_.max_attempts, options_.first_pause_ms) {
    if (options_.known_ids == nullptr) options_.known_ids = std::make_shared<KnownIds>();
  }

  absl::StatusOr<CommitResult> Commit(absl::Span<const Event> events, const Digest& rules) override;

  absl::StatusOr<RecordedResult> FindRecorded(absl::Span<const EventDraft> drafts,
                                              const Digest& rules) override {
    return session_.Run("look events up",
                        [&](Connection& connection) -> absl::StatusOr<RecordedResult> {
                          return FindDrafts(connection, drafts, rules);
                        });
  }

  absl::StatusOr<CorrectResult> Correct(absl::Span<const Correction> corrections,
                                        const LedgerRules& rules, bool dry_run) override {
    return CommitCorrections(corrections, rules, dry_run, &attempts_, &memory_,
                             &options_.known_ids->recent);
  }

  absl::StatusOr<FoundCorrections> FindCorrections(absl::Span<const CorrectionDraft> drafts,
                                                   const Digest& rules, bool dry_run) override {
    return session_.Run("look corrections up",
                        [&](Connection& connection) -> absl::StatusOr<FoundCorrections> {
                          return FindCorrectionDrafts(connection, drafts, rules, dry_run);
                        });
  }

  absl::Status Probe() override {
    return session_
        .Run("commit events",
             [](Connection& connection) -> absl::StatusOr<bool> {
               const absl::Status status = ProbeCommit(connection);
               if (!status.ok()) return status;
               return true;
             })
        .status();
  }

 private:
  // Prepares a new connection, and forgets what is known of the ledger from those before: it may be
  // another database, or another history of the same.
  void SetUp(Connection& connection);
  // Commits `entries`, sorted and each of another id, in as many transactions as it takes.
  // `failures` counts over the whole Commit.
  absl::Status Settle(Entries entries, LookUp look_up, CommitState* state, int* failures);
  // Settles each half of `entries`, which the database refused for its data; a lone entry is
  // refused.
  absl::Status Bisect(Entries entries, const absl::Status& refusal, CommitState* state,
                      int* failures);

  EventStoreOptions options_;
  Session session_;
  Attempts attempts_;
  StoreMemory memory_;  // of the present connection
  // After a batch that met stored events which were not remembered the next one probably does too:
  // an import run again.
  LookUp first_look_up_ = LookUp::kRemembered;
};

void PostgresEventStore::SetUp(Connection& connection) {
  memory_ = StoreMemory();
  PrepareCodeTable(connection);
  PrepareEventLog(connection);
  PrepareLedger(connection);
  PrepareDayChanges(connection);
  PrepareCorrections(connection);
  PrepareRecordedDrafts(connection);
  PrepareRecordedCorrections(connection);
  PrepareCommitProbe(connection);
}

absl::StatusOr<CommitResult> PostgresEventStore::Commit(absl::Span<const Event> events,
                                                        const Digest& rules) {
  if (events.size() > kMaxCommitEvents) {
    return absl::InternalError(absl::StrCat("asked to commit ", events.size(),
                                            " events at once; at most ", kMaxCommitEvents));
  }
  CommitState state;
  state.rules = rules;
  state.result.outcomes.resize(events.size());
  std::vector<BatchEntry> pending;
  pending.reserve(events.size());
  for (const Event& event : events) pending.push_back({&event, pending.size()});
  SortEntries(&pending);
  int failures = 0;
  IdClaims& claims = options_.known_ids->claims;
  while (!pending.empty()) {
    const IdClaims::Claimed claimed = claims.Claim(FirstOfEachId(pending));
    const auto release = absl::MakeCleanup([&] { claims.Release(claimed); });
    const absl::Status settled = Settle(claimed.entries, first_look_up_, &state, &failures);
    // What was settled before stays so.
    if (absl::IsAborted(settled)) break;
    if (!settled.ok()) return settled;
    pending = StillOpen(pending, claimed.entries, memory_.codes, &state);
  }
  return std::move(state.result);
}

absl::Status PostgresEventStore::Settle(Entries entries, LookUp look_up, CommitState* state,
                                        int* failures) {
  while (true) {
    Failure failure = Failure::kRetry;
    const absl::Status status = attempts_.Try(
        "commit events", state->rules,
        [&](Connection& connection) {
          AttemptCommit(connection, entries, look_up, &memory_, &options_.known_ids->recent, state);
        },
        &failure);
    if (status.ok()) {
      first_look_up_ = state->met_forgotten ? LookUp::kAll : LookUp::kRemembered;
      return status;
    }
    if (failure == Failure::kFinal) return status;
    const bool remembered_only = look_up == LookUp::kRemembered;
    // An error may come without its SQLSTATE: whatever it was, an id may have been there already.
    look_up = LookUp::kAll;
    if (failure == Failure::kData) return Bisect(entries, status, state, failures);
    if (failure == Failure::kDuplicateKey && remembered_only) continue;
    // That ids come in between a look-up and its copy passes as well.
    const absl::Status paused = attempts_.PauseAfter(status, failures);
    if (!paused.ok()) return paused;
  }
}

absl::Status PostgresEventStore::Bisect(Entries entries, const absl::Status& refusal,
                                        CommitState* state, int* failures) {
  if (entries.size() == 1) {
    state->result.outcomes[entries[0].place] = {Outcome::kRefused,
                                                {{"event", std::string(refusal.message())}}};
    return absl::OkStatus();
  }
  const size_t half = entries.size() / 2;
  const absl::Status first = Settle(entries.first(half), LookUp::kAll, state, failures);
  return first.ok() ? Settle(entries.subspan(half), LookUp::kAll, state, failures) : first;
}

}  // namespace

std::unique_ptr<EventStore> MakePostgresEventStore(EventStoreOptions options) {
  return std::make_unique<PostgresEventStore>(std::move(options));
}

}  // namespace jurimeter::storage
