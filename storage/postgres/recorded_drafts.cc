#include "storage/postgres/recorded_drafts.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/values/calendar.h"
#include "domain/values/quantity.h"
#include "domain/values/text.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/event_batch.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/sought_ids.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {
namespace {

// By the indexes, whatever the statistics say: OFFSET 0 keeps the planner from other joins.
constexpr char kFindDrafts[] = R"(
SELECT given.place - 1, i.code, coalesce(c.code, ''), i.quantity_decimals, e.occurred_at,
       e.quantity, e.subject, octet_length(e.subject_seal) = 32, r.event_id IS NOT NULL
FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS given (bureau, event_id, place)
JOIN bureau AS b ON b.code = given.bureau
CROSS JOIN LATERAL (SELECT * FROM event AS e
                    WHERE e.bureau_id = b.bureau_id AND e.event_id = given.event_id
                    OFFSET 0) AS e
JOIN indicator AS i ON i.indicator_id = e.indicator_id
LEFT JOIN category AS c ON c.category_id = e.category_id
LEFT JOIN LATERAL (SELECT event_id FROM retraction AS r
                   WHERE r.bureau_id = e.bureau_id AND r.event_id = e.event_id
                   OFFSET 0) AS r ON true)";

enum Column {
  kPlace,
  kIndicator,
  kCategory,
  kDecimals,
  kOccurredAt,
  kQuantity,
  kSubject,
  kIsErased,
  kIsRetracted,
};

SoughtIds IdsOf(absl::Span<const EventDraft> drafts) {
  SoughtIds sought;
  for (size_t place = 0; place < drafts.size(); ++place) {
    const EventDraft& draft = drafts[place];
    if (draft.occurred_at) sought.Add(place, draft.bureau, draft.event_id);
  }
  return sought;
}

// The quantity in 10^-decimals units, or the text that says none.
std::string QuantityText(const EventDraft& draft, int decimals) {
  if (draft.quantity_text.empty()) {
    return draft.quantity ? absl::StrCat(*draft.quantity) : std::string("nothing");
  }
  const auto quantity = ParseQuantity(draft.quantity_text, decimals);
  return quantity.ok() ? absl::StrCat(*quantity) : Quoted(draft.quantity_text);
}

EventOutcome Judge(const Result& found, int row, const EventDraft& draft) {
  const SpokenBody stored = {.indicator = found.Text(row, kIndicator),
                             .category = found.Text(row, kCategory),
                             .occurred_at = TimeOfTimestamp(found.Bigint(row, kOccurredAt)),
                             .quantity = absl::StrCat(found.Bigint(row, kQuantity)),
                             .subject = found.Text(row, kSubject)};
  const SpokenBody given = {
      .indicator = draft.indicator,
      .category = draft.category,
      .occurred_at = ToMicroseconds(*draft.occurred_at),
      .quantity = QuantityText(draft, found.Integer(row, kDecimals)),
      .subject = found.Boolean(row, kIsErased) ? stored.subject : draft.subject};
  Violations differences = Differences(stored, given);
  if (!differences.empty()) return {Outcome::kConflict, std::move(differences)};
  return {found.Boolean(row, kIsRetracted) ? Outcome::kRetracted : Outcome::kDuplicate, {}};
}

// Duplicates, and what was retracted, are owed a commit that waits for the log to be flushed.
bool IsOwed(const EventOutcome& outcome) {
  return outcome.outcome == Outcome::kDuplicate || outcome.outcome == Outcome::kRetracted;
}

}  // namespace

void PrepareRecordedDrafts(Connection& connection) {
  Prepare(connection, "find_drafts", kFindDrafts);
}

std::vector<EventOutcome> LookUpDrafts(Transaction& transaction,
                                       absl::Span<const EventDraft> drafts) {
  std::vector<EventOutcome> outcomes(drafts.size());
  const SoughtIds sought = IdsOf(drafts);
  if (sought.empty()) return outcomes;
  const Result found = sought.LookUp(transaction, "find_drafts");
  for (int row = 0; row < found.rows(); ++row) {
    const size_t place = sought.PlaceOf(found.Bigint(row, kPlace));
    outcomes[place] = Judge(found, row, drafts[place]);
  }
  return outcomes;
}

RecordedResult FindDrafts(Connection& connection, absl::Span<const EventDraft> drafts,
                          const Digest& rules) {
  Transaction transaction(connection);
  RecordedResult result;
  // Before the log: what that does not have afterwards, it did not have under these rules either.
  result.rules_in_force = AreInForce(transaction, rules);
  result.outcomes = LookUpDrafts(transaction, drafts);
  if (std::any_of(result.outcomes.begin(), result.outcomes.end(), IsOwed)) {
    result.revision = CommitNothing(transaction);
  }
  return result;
}

}  // namespace jurimeter::storage
