#include "storage/postgres/commit_attempt.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "domain/ledger/digest.h"
#include "domain/ledger/entry_kind.h"
#include "storage/postgres/catalog_identity.h"
#include "storage/postgres/day_changes.h"
#include "storage/postgres/event_log.h"
#include "storage/postgres/failpoint.h"

namespace jurimeter::storage {
namespace {

using Entries = absl::Span<const BatchEntry>;

// A batch, parted by what the log has.
struct Parted {
  std::vector<BatchEntry> fresh;
  std::vector<std::pair<BatchEntry, StoredEvent>> stored;
};

// The places in `entries` of those to ask the log for.
std::vector<size_t> PlacesToAsk(Entries entries, LookUp look_up, const RecentIds& recent) {
  std::vector<size_t> places;
  for (size_t place = 0; place < entries.size(); ++place) {
    if (look_up == LookUp::kAll || recent.MayHave(*entries[place].event)) places.push_back(place);
  }
  return places;
}

Parted Part(Transaction& transaction, Entries entries, const std::vector<size_t>& asked) {
  Parted parted;
  parted.fresh.reserve(entries.size());
  std::vector<BatchEntry> known;
  for (const size_t place : asked) known.push_back(entries[place]);
  size_t next = 0;
  if (!known.empty()) {
    for (auto& [index, event] : FindStored(transaction, known)) {
      const size_t place = asked[index];
      parted.fresh.insert(parted.fresh.end(), entries.begin() + next, entries.begin() + place);
      parted.stored.emplace_back(entries[place], std::move(event));
      next = place + 1;
    }
  }
  parted.fresh.insert(parted.fresh.end(), entries.begin() + next, entries.end());
  return parted;
}

// Whether it would have sufficed to ask for what is remembered.
bool RemembersAll(const RecentIds& recent, const Parted& parted) {
  return std::all_of(parted.stored.begin(), parted.stored.end(),
                     [&](const auto& pair) { return recent.MayHave(*pair.first.event); });
}

void Remember(const Parted& parted, RecentIds* recent) {
  for (const BatchEntry& entry : parted.fresh) recent->Add(*entry.event);
  for (const auto& [entry, event] : parted.stored) recent->Add(*entry.event);
}

bool IsConflict(const std::pair<BatchEntry, StoredEvent>& pair) {
  return pair.second.body() != BodyOf(*pair.first.event);
}

bool KnowsAll(const CodeTable& codes, const Parted& parted) {
  return std::all_of(parted.fresh.begin(), parted.fresh.end(),
                     [&](const BatchEntry& entry) { return codes.Knows(*entry.event); }) &&
         std::all_of(parted.stored.begin(), parted.stored.end(), [&](const auto& pair) {
           return codes.Knows(*pair.first.event) &&
                  codes.Knows(pair.first.event->bureau(), pair.second.indicator,
                              pair.second.category);
         });
}

// Reads the codes anew if one is missing, as after a change of the catalog.
absl::Status LearnCodes(Transaction& transaction, const Parted& parted, CodeTable* codes) {
  if (KnowsAll(*codes, parted)) return absl::OkStatus();
  codes->Load(transaction);
  if (KnowsAll(*codes, parted)) return absl::OkStatus();
  return absl::InternalError(
      "an event has a key of a bureau, indicator or category that the database does not know: "
      "the catalog that admitted it is not this database's");
}

// Makes sure that the events' keys stand for the codes that they were admitted by.
absl::Status CheckAdmittingCatalog(Transaction& transaction, const Digest& admitted_by,
                                   StoreMemory* memory) {
  if (memory->catalogs.contains(admitted_by)) return absl::OkStatus();
  if (ReadCatalogIdentity(transaction).chain != admitted_by) {
    return absl::FailedPreconditionError(
        "the catalog that admitted the events is not the one in force");
  }
  memory->catalogs.insert(admitted_by);
  memory->codes = CodeTable();
  return absl::OkStatus();
}

int64_t TakeEntryId(Transaction& transaction, std::optional<int64_t>* drawn) {
  Failpoint("before_entry_id", transaction);
  const std::optional<int64_t> taken = std::exchange(*drawn, std::nullopt);
  return taken.has_value() ? *taken : DrawEntryId(transaction);
}

// Writes the events, their totals and the ledger's entry, and commits: ledger.cc sends COMMIT.
Appended Commit(Transaction& transaction, int64_t entry_id, Entries fresh, const CodeTable& codes) {
  EntryItems items = {.count = 0, .digest = MerkleTree().Root()};
  if (!fresh.empty()) {
    items = WriteEvents(transaction, fresh, entry_id, codes);
    UpsertDayChanges(transaction, fresh);
  }
  return AppendToLedgerAndCommit(transaction, entry_id, kEventsEntry, items);
}

void SetOutcomes(Parted parted, const CodeTable& codes, CommitState* state) {
  std::vector<EventOutcome>& outcomes = state->result.outcomes;
  for (const BatchEntry& entry : parted.fresh) outcomes[entry.place] = {Outcome::kRecorded, {}};
  for (auto& pair : parted.stored) {
    auto& [entry, event] = pair;
    if (IsConflict(pair)) {
      outcomes[entry.place] = {Outcome::kConflict,
                               Differences(event.body(), BodyOf(*entry.event), codes)};
      state->standing.insert_or_assign(entry.place, std::move(event));
    } else {
      const bool ours = state->entry_ids.contains(event.entry_id);
      outcomes[entry.place] = {ours ? Outcome::kRecorded : Outcome::kDuplicate, {}};
    }
  }
}

}  // namespace

absl::Status AttemptCommit(Connection& connection, Entries entries, LookUp look_up,
                           StoreMemory* memory, RecentIds* recent, CommitState* state) {
  Transaction transaction(connection);
  const absl::Status admitted = CheckAdmittingCatalog(transaction, state->admitted_by, memory);
  if (!admitted.ok()) return admitted;
  Parted parted = Part(transaction, entries, PlacesToAsk(entries, look_up, *recent));
  state->met_forgotten = !RemembersAll(*recent, parted);
  const absl::Status learned = LearnCodes(transaction, parted, &memory->codes);
  if (!learned.ok()) return learned;
  // Duplicates are acknowledged, so they too are owed a commit that waits for the log to be
  // flushed: whoever wrote them may still be waiting for that. Conflicts are not.
  const bool owed =
      !parted.fresh.empty() || !std::all_of(parted.stored.begin(), parted.stored.end(), IsConflict);
  if (owed) {
    const int64_t entry_id = TakeEntryId(transaction, &memory->entry_id);
    state->entry_ids.insert(entry_id);
    const Appended appended = Commit(transaction, entry_id, parted.fresh, memory->codes);
    memory->entry_id = appended.next_entry_id;
    state->result.revision = std::max(state->result.revision, appended.revision);
  }
  Remember(parted, recent);
  SetOutcomes(std::move(parted), memory->codes, state);
  return absl::OkStatus();
}

}  // namespace jurimeter::storage
