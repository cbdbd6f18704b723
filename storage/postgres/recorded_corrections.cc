#include "storage/postgres/recorded_corrections.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "domain/event/event_draft.h"
#include "domain/event/event_id.h"
#include "domain/event/event_outcome.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/recorded_drafts.h"
#include "storage/postgres/sought_ids.h"
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
  SoughtIds sought;
  for (size_t place = 0; place < drafts.size(); ++place) {
    sought.Add(place, drafts[place].bureau, drafts[place].event_id);
  }
  if (sought.empty()) return result;
  const Result rows = sought.LookUp(transaction, "find_corrections");
  std::vector<size_t> retracted;
  for (int row = 0; row < rows.rows(); ++row) {
    const size_t place = sought.PlaceOf(rows.Bigint(row, kPlace));
    result.found[place].bureau = rows.Integer(row, kBureau);
    if (IsRetractionOf(rows, row, drafts[place])) retracted.push_back(place);
  }
  const std::vector<size_t> done = WithTheirReplacements(transaction, drafts, retracted);
  for (const size_t place : done) result.found[place].is_done = true;
  if (!done.empty() && !dry_run) result.revision = CommitNothing(transaction);
  return result;
}

}  // namespace jurimeter::storage
