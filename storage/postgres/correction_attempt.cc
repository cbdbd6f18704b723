#include "storage/postgres/correction_attempt.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/btree_set.h"
#include "absl/strings/str_cat.h"
#include "domain/ledger/digest.h"
#include "domain/ledger/entry_kind.h"
#include "domain/values/calendar.h"
#include "storage/postgres/correction_look_up.h"
#include "storage/postgres/day_changes.h"
#include "storage/postgres/event_batch.h"
#include "storage/postgres/event_log.h"
#include "storage/postgres/failpoint.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/retraction_log.h"
#include "storage/postgres/standing_levels.h"

namespace jurimeter::storage {
namespace {

using Entries = absl::Span<const CorrectionEntry>;

std::optional<EventId> ReplacementId(const Correction& correction) {
  if (!correction.replacement.has_value()) return std::nullopt;
  return correction.replacement->id();
}

CorrectionResult Refuse(std::string field, std::string_view reason, std::string description) {
  return {CorrectionOutcome::kRefused, {{std::move(field), reason, std::move(description)}}};
}

// Whether the retraction that is in the log is this very request.
bool IsSameRequest(const Correction& correction, const Found& found) {
  const Target::Retracted& stored = *found.target->retracted;
  if (stored.request_id != correction.request_id || stored.reason != correction.reason ||
      stored.replaced_by != ReplacementId(correction)) {
    return false;
  }
  return !correction.replacement.has_value() ||
         (found.replacement.has_value() &&
          found.replacement->body() == BodyBeside(*found.replacement, *correction.replacement));
}

// The closing in force that keeps a correction from being done now; null if there is none.
const ClosingInForce* ClosingOf(const Correction& correction, const Found& found,
                                const CorrectionState& state) {
  if (!found.target.has_value() || found.target->retracted.has_value()) return nullptr;
  return state.rules.closed.Find(correction.bureau, found.target->day.day);
}

// What becomes of a correction; none if it is to be done. Requires `codes` to have its bureau if a
// closing keeps it from that.
std::optional<CorrectionResult> Judge(const Correction& correction, const Found& found,
                                      const CodeTable& codes, const CorrectionState& state) {
  const std::string id = correction.event_id.ToString();
  if (!found.target.has_value()) {
    return Refuse("event_id", correction_reason::kNotRecorded,
                  absl::StrCat("\"", id, "\" is not the id of a recorded event of this bureau"));
  }
  const std::optional<Target::Retracted>& retracted = found.target->retracted;
  if (retracted.has_value()) {
    if (IsSameRequest(correction, found)) {
      const bool ours = state.entry_ids.contains(retracted->entry_id);
      return CorrectionResult{ours ? CorrectionOutcome::kDone : CorrectionOutcome::kDuplicate, {}};
    }
    if (retracted->request_id == correction.request_id) {
      return Refuse("request_id", correction_reason::kTaken,
                    absl::StrCat("\"", correction.request_id.ToString(),
                                 "\" stands for another request about this event already; "
                                 "expected an id of its own"));
    }
    return Refuse("event_id", correction_reason::kRetractedAlready,
                  absl::StrCat("\"", id, "\" was retracted at revision ", retracted->revision,
                               retracted->replaced_by.has_value()
                                   ? absl::StrCat("; \"", retracted->replaced_by->ToString(),
                                                  "\" stands in its place")
                                   : ""));
  }
  if (const ClosingInForce* const closing = ClosingOf(correction, found, state)) {
    return Refuse("event_id", correction_reason::kClosed,
                  DescribeClosed(DayFromNumber(found.target->day.day),
                                 codes.Bureau(correction.bureau), *closing));
  }
  if (found.replacement.has_value()) {
    return Refuse("replacement.event_id", correction_reason::kTaken,
                  absl::StrCat("\"", correction.replacement->id().ToString(),
                               "\" stands for a recorded event already; expected a new id"));
  }
  return std::nullopt;
}

// What is to be written, in the order of `entries`.
struct Work {
  std::vector<const Correction*> corrections;
  std::vector<const Target*> targets;
  std::vector<BatchEntry> replacements;  // sorted
};

// All corrections, judged by what the log has.
struct Judged {
  std::vector<CorrectionResult> results;
  Work work;
  bool is_owed = false;  // a repetition waits for the log to be flushed, as a duplicate does
};

Judged JudgeAll(Entries entries, const std::vector<Found>& found, const CodeTable& codes,
                const CorrectionState& state) {
  Judged judged;
  judged.results.resize(entries.size());
  Work& work = judged.work;
  for (size_t i = 0; i < entries.size(); ++i) {
    const Correction& correction = *entries[i].correction;
    if (std::optional<CorrectionResult> known = Judge(correction, found[i], codes, state)) {
      judged.is_owed |= known->outcome != CorrectionOutcome::kRefused;
      judged.results[i] = *std::move(known);
      continue;
    }
    judged.results[i].outcome = CorrectionOutcome::kDone;
    work.corrections.push_back(&correction);
    work.targets.push_back(&*found[i].target);
    if (correction.replacement.has_value()) {
      work.replacements.push_back({&*correction.replacement, work.replacements.size()});
    }
  }
  SortEntries(&work.replacements);
  return judged;
}

// Learns the bureaus that refusals name. The catalog may no longer have them.
void LearnClosedBureaus(Transaction& transaction, Entries entries, const std::vector<Found>& found,
                        const CorrectionState& state, CodeTable* codes) {
  for (size_t i = 0; i < entries.size(); ++i) {
    const Correction& correction = *entries[i].correction;
    if (ClosingOf(correction, found[i], state) == nullptr) continue;
    if (!codes->Bureau(correction.bureau).empty()) continue;
    codes->Load(transaction);
    return;
  }
}

void LearnCodes(Transaction& transaction, const Work& work, CodeTable* codes) {
  const auto knows_all = [&] {
    return std::all_of(
               work.corrections.begin(), work.corrections.end(),
               [&](const Correction* each) { return !codes->Bureau(each->bureau).empty(); }) &&
           std::all_of(work.replacements.begin(), work.replacements.end(),
                       [&](const BatchEntry& each) { return codes->Knows(*each.event); });
  };
  if (knows_all()) return;
  codes->Load(transaction);
  if (knows_all()) return;
  throw Untaken(
      "a correction has a key of a bureau, indicator or category that the database does not know: "
      "the catalog that admitted it is not this database's");
}

// The days of the targets of `measure`, each once, in their order.
std::vector<CellDay> DaysOf(const Work& work, Measure measure) {
  absl::btree_set<CellDay> days;
  for (const Target* target : work.targets) {
    if (target->measure == measure) days.insert(target->day);
  }
  return {days.begin(), days.end()};
}

std::vector<RetractionRow> RowsOf(const Work& work, absl::Span<const CellDay> days,
                                  absl::Span<const std::optional<Level>> standing) {
  std::vector<RetractionRow> rows;
  rows.reserve(work.corrections.size());
  for (size_t i = 0; i < work.corrections.size(); ++i) {
    const Correction& correction = *work.corrections[i];
    RetractionRow& row = rows.emplace_back(RetractionRow{.bureau = correction.bureau,
                                                         .event_id = correction.event_id,
                                                         .principal = kNobody,
                                                         .request_id = correction.request_id,
                                                         .replaced_by = ReplacementId(correction),
                                                         .standing = std::nullopt,
                                                         .reason = correction.reason});
    if (work.targets[i]->measure == Measure::kFlow) continue;
    const auto day = std::lower_bound(days.begin(), days.end(), work.targets[i]->day);
    const std::optional<Level>& level = standing[static_cast<size_t>(day - days.begin())];
    if (level.has_value()) row.standing = level->event_id;
  }
  return rows;
}

// Writes the replacements, then locks and changes the totals, then writes the retractions: the one
// order in which every transaction waits for others. Their leaves are added to `tree`.
void Write(Transaction& transaction, int64_t entry_id, const Work& work, const CodeTable& codes,
           MerkleTree* tree) {
  if (!work.replacements.empty()) {
    WriteEvents(transaction, work.replacements, entry_id, codes, tree);
  }
  UpsertDayChanges(transaction, work.replacements, work.targets);
  const std::vector<CellDay> days = DaysOf(work, Measure::kStock);
  const std::vector<std::optional<Level>> standing =
      FindStanding(transaction, days, work.corrections);
  const std::vector<RetractionRow> rows = RowsOf(work, days, standing);
  Failpoint("before_retractions", transaction);
  InsertRetractions(transaction, rows, entry_id);
  SetLevels(transaction, days, standing);
  RemoveEmptyTotals(transaction, DaysOf(work, Measure::kFlow));
  Failpoint("after_retractions", transaction);
  std::string leaf;
  for (const RetractionRow& row : rows) {
    leaf.clear();
    AppendLeaf(row, codes, &leaf);
    tree->Add(leaf);
  }
}

Appended Commit(Transaction& transaction, int64_t entry_id, const Work& work,
                const CodeTable& codes, const Digest& rules) {
  MerkleTree tree;
  if (!work.corrections.empty()) Write(transaction, entry_id, work, codes, &tree);
  const EntryItems items = {
      .count = static_cast<int64_t>(work.replacements.size() + work.corrections.size()),
      .digest = tree.Root()};
  return AppendToLedgerAndCommit(transaction, entry_id, kEventsEntry, items, rules);
}

}  // namespace

void PrepareCorrections(Connection& connection) {
  PrepareRetractionLog(connection);
  PrepareStandingLevels(connection);
}

void SendNoCorrections(Transaction& transaction) {
  SendNoLevels(transaction);
  InsertRetractions(transaction, {}, 0);
}

void AttemptCorrections(Connection& connection, Entries entries, LookUp look_up,
                        StoreMemory* memory, RecentIds* recent, CorrectionState* state) {
  Transaction transaction(connection);
  std::vector<const Correction*> corrections;
  corrections.reserve(entries.size());
  for (const CorrectionEntry& entry : entries) corrections.push_back(entry.correction);
  // A dry run writes nothing that could fail.
  const std::vector<Found> found =
      FindCorrected(transaction, corrections, state->dry_run ? LookUp::kAll : look_up, *recent,
                    state->rules.closed);
  LearnClosedBureaus(transaction, entries, found, *state, &memory->codes);
  Judged judged = JudgeAll(entries, found, memory->codes, *state);
  const Work& work = judged.work;
  if (state->dry_run || (work.corrections.empty() && !judged.is_owed)) {
    RequireRules(transaction, state->rules.chain);
  } else {
    LearnCodes(transaction, work, &memory->codes);
    const int64_t entry_id = TakeEntryId(transaction, &memory->entry_id);
    state->entry_ids.insert(entry_id);
    const Appended appended =
        Commit(transaction, entry_id, work, memory->codes, state->rules.chain);
    // Whatever has this id from now on was in the log before: its answer is not lost.
    state->entry_ids.erase(entry_id);
    memory->entry_id = appended.next_entry_id;
    state->result.revision = std::max(state->result.revision, appended.revision);
  }
  memory->corrections =
      RemembersAll(corrections, found, *recent) ? LookUp::kRemembered : LookUp::kAll;
  for (size_t i = 0; i < entries.size(); ++i) {
    const bool is_done = !state->dry_run && judged.results[i].outcome == CorrectionOutcome::kDone;
    Remember(*corrections[i], found[i], is_done, recent);
    state->result.results[entries[i].place] = std::move(judged.results[i]);
  }
}

}  // namespace jurimeter::storage
