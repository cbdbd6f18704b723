#include "storage/postgres/recorded_corrections.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "domain/event/event_draft.h"
#include "domain/event/event_id.h"
#include "domain/event/event_outcome.h"
#include "domain/values/text.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/recorded_drafts.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {
namespace {

// By the indexes, whatever the statistics say: OFFSET 0 keeps the planner from other joins.
constexpr char kFindCorrections[] = R"(
SELECT given.place - 1, b.bureau_id, r.request_id, r.replaced_by, r.reason
FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS given (bureau, event_id, place)
JOIN bureau AS b ON b.code = given.bureau
LEFT JOIN LATERAL (SELECT * FROM retraction AS r
                   WHERE r.bureau_id = b.bureau_id AND r.event_id = given.event_id
                   OFFSET 0) AS r ON true)";

enum Column { kPlace, kBureau, kRequestId, kReplacedBy, kReason };

// A draft that may be in the database.
struct Sought {
  size_t place;
  EventId event_id;
};

std::vector<Sought> IdsOf(absl::Span<const CorrectionDraft> drafts) {
  std::vector<Sought> sought;
  for (size_t place = 0; place < drafts.size(); ++place) {
    const std::optional<EventId> id = EventId::Parse(drafts[place].event_id);
    // The database takes no text that is none.
    if (id && CheckText(drafts[place].bureau).ok()) sought.push_back({place, *id});
  }
  return sought;
}

Result Ask(Transaction& transaction, absl::Span<const CorrectionDraft> drafts,
           const std::vector<Sought>& sought) {
  BinaryArray bureaus(ElementType::kText, sought.size());
  BinaryArray ids(ElementType::kUuid, sought.size());
  for (const Sought& each : sought) {
    bureaus.fields().AddText(drafts[each.place].bureau);
    ids.fields().AddUuid(each.event_id);
  }
  transaction.Send("find_corrections", {bureaus.bytes(), ids.bytes()});
  return std::move(transaction.Receive().back());
}

// Whether the retraction of the row is what `draft` asks for, but for what its replacement says.
bool IsRetractionOf(const Result& rows, int row, const CorrectionDraft& draft) {
  if (rows.IsNull(row, kRequestId) ||
      rows.Uuid(row, kRequestId) != EventId::Parse(draft.request_id) ||
      rows.Text(row, kReason) != draft.reason) {
    return false;
  }
  if (!draft.replacement.has_value()) return rows.IsNull(row, kReplacedBy);
  return !rows.IsNull(row, kReplacedBy) &&
         rows.Uuid(row, kReplacedBy) == EventId::Parse(draft.replacement->event_id);
}

// Those of `places` whose replacement, if any, is in the log as its draft says it.
std::vector<size_t> WithTheirReplacements(Transaction& transaction,
                                          absl::Span<const CorrectionDraft> drafts,
                                          const std::vector<size_t>& places) {
  std::vector<size_t> same, replaced;
  std::vector<EventDraft> replacements;
  for (const size_t place : places) {
    if (drafts[place].replacement.has_value()) {
      replaced.push_back(place);
      replacements.push_back(*drafts[place].replacement);
    } else {
      same.push_back(place);
    }
  }
  const std::vector<EventOutcome> outcomes = LookUpDrafts(transaction, replacements);
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const Outcome outcome = outcomes[i].outcome;
    if (outcome == Outcome::kDuplicate || outcome == Outcome::kRetracted) {
      same.push_back(replaced[i]);
    }
  }
  return same;
}

}  // namespace

void PrepareRecordedCorrections(Connection& connection) {
  Prepare(connection, "find_corrections", kFindCorrections);
}

FoundCorrections FindCorrectionDrafts(Connection& connection,
                                      absl::Span<const CorrectionDraft> drafts, const Digest& rules,
                                      bool dry_run) {
  Transaction transaction(connection);
  FoundCorrections result;
  result.found.resize(drafts.size());
  // Before the log: what that does not have afterwards, it did not have under these rules either.
  result.rules_in_force = AreInForce(transaction, rules);
  const std::vector<Sought> sought = IdsOf(drafts);
  if (sought.empty()) return result;
  const Result rows = Ask(transaction, drafts, sought);
  std::vector<size_t> retracted;
  for (int row = 0; row < rows.rows(); ++row) {
    const size_t place = sought[static_cast<size_t>(rows.Bigint(row, kPlace))].place;
    result.found[place].bureau = rows.Integer(row, kBureau);
    if (IsRetractionOf(rows, row, drafts[place])) retracted.push_back(place);
  }
  const std::vector<size_t> done = WithTheirReplacements(transaction, drafts, retracted);
  for (const size_t place : done) result.found[place].is_done = true;
  if (!done.empty() && !dry_run) result.revision = CommitNothing(transaction);
  return result;
}

}  // namespace jurimeter::storage
