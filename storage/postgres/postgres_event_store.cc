#include "storage/postgres/postgres_event_store.h"

#include <cmath>
#include <exception>
#include <random>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/postgres/catalog_identity.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/commit_attempt.h"
#include "storage/postgres/commit_probe.h"
#include "storage/postgres/day_changes.h"
#include "storage/postgres/errors.h"
#include "storage/postgres/event_batch.h"
#include "storage/postgres/event_log.h"
#include "storage/postgres/ledger.h"
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
// commit of its own: if the first was refused and this one differs, or if the first is a conflict
// and this one equals the event that is stored.
bool JudgeCopy(const BatchEntry& first, const BatchEntry& copy, const CodeTable& codes,
               CommitState* state) {
  const EventOutcome& of_first = state->result.outcomes[first.place];
  EventOutcome& of_copy = state->result.outcomes[copy.place];
  const EventBody first_body = BodyOf(*first.event);
  const EventBody body = BodyOf(*copy.event);
  switch (of_first.outcome) {
    case Outcome::kRecorded:
    case Outcome::kDuplicate:
      if (body == first_body) {
        of_copy = {Outcome::kDuplicate, {}};
      } else {
        of_copy = {Outcome::kConflict, Differences(first_body, body, codes)};
      }
      return true;
    case Outcome::kConflict: {
      const EventBody standing = state->standing.at(first.place).body();
      if (body == standing) return false;
      of_copy = {Outcome::kConflict, Differences(standing, body, codes)};
      return true;
    }
    case Outcome::kRefused:
      if (body != first_body) return false;
      of_copy = of_first;
      return true;
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
        random_(std::random_device{}()) {
    if (options_.known_ids == nullptr) options_.known_ids = std::make_shared<KnownIds>();
  }

  absl::StatusOr<CommitResult> Commit(absl::Span<const Event> events,
                                      const Digest& admitted_by) override;

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
  // One attempt; `failure` becomes what its exception calls for.
  absl::Status Try(Entries entries, LookUp look_up, CommitState* state, Failure* failure);
  // Waits before the next attempt. `error`, as UNAVAILABLE, if there have been enough.
  absl::Status PauseAfter(const absl::Status& error, int* failures);

  EventStoreOptions options_;
  Session session_;
  StoreMemory memory_;  // of the present connection
  std::mt19937 random_;
  // After a batch that met stored events which were not remembered the next one probably does too:
  // an import run again.
  LookUp first_look_up_ = LookUp::kRemembered;
};

void PostgresEventStore::SetUp(Connection& connection) {
  memory_ = StoreMemory();
  PrepareCatalogIdentity(connection);
  PrepareCodeTable(connection);
  PrepareEventLog(connection);
  PrepareLedger(connection);
  PrepareDayChanges(connection);
  PrepareCommitProbe(connection);
}

absl::StatusOr<CommitResult> PostgresEventStore::Commit(absl::Span<const Event> events,
                                                        const Digest& admitted_by) {
  if (events.size() > kMaxCommitEvents) {
    return absl::InternalError(absl::StrCat("asked to commit ", events.size(),
                                            " events at once; at most ", kMaxCommitEvents));
  }
  CommitState state;
  state.admitted_by = admitted_by;
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
    if (!settled.ok()) return settled;
    pending = StillOpen(pending, claimed.entries, memory_.codes, &state);
  }
  return std::move(state.result);
}

absl::Status PostgresEventStore::Settle(Entries entries, LookUp look_up, CommitState* state,
                                        int* failures) {
  while (true) {
    Failure failure = Failure::kRetry;
    const absl::Status status = Try(entries, look_up, state, &failure);
    if (status.ok()) {
      first_look_up_ = state->met_forgotten ? LookUp::kAll : LookUp::kRemembered;
      return status;
    }
    if (failure == Failure::kSchema) return status;
    const bool remembered_only = look_up == LookUp::kRemembered;
    // An error may come without its SQLSTATE: whatever it was, an id may have been there already.
    look_up = LookUp::kAll;
    if (failure == Failure::kData) return Bisect(entries, status, state, failures);
    if (failure == Failure::kDuplicateKey && remembered_only) continue;
    // That ids come in between a look-up and its copy passes as well.
    const absl::Status paused = PauseAfter(status, failures);
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

absl::Status PostgresEventStore::Try(Entries entries, LookUp look_up, CommitState* state,
                                     Failure* failure) {
  try {
    const absl::StatusOr<Connection*> connection = session_.Open();
    if (!connection.ok()) return connection.status();
    const absl::Status status =
        AttemptCommit(**connection, entries, look_up, &memory_, &options_.known_ids->recent, state);
    *failure = Failure::kSchema;
    return status;
  } catch (const std::exception& error) {
    *failure = Classify(error);
    // The database's own refusal was rolled back with its transaction. After anything else the
    // connection is not to be trusted.
    if (*failure != Failure::kDuplicateKey && *failure != Failure::kData) session_.Close();
    if (*failure == Failure::kData) return absl::InvalidArgumentError(MessageOf(error));
    return ToStatus(error, "commit events");
  }
}

absl::Status PostgresEventStore::PauseAfter(const absl::Status& error, int* failures) {
  if (++*failures >= options_.max_attempts) {
    return absl::UnavailableError(
        absl::StrCat("after ", *failures, " attempts: ", error.message()));
  }
  const double doubled = std::ldexp(options_.first_pause_ms, *failures - 1);
  const double jitter = std::uniform_real_distribution(0.5, 1.5)(random_);
  absl::SleepFor(absl::Milliseconds(doubled * jitter));
  return absl::OkStatus();
}

}  // namespace

std::unique_ptr<EventStore> MakePostgresEventStore(EventStoreOptions options) {
  return std::make_unique<PostgresEventStore>(std::move(options));
}

}  // namespace jurimeter::storage
