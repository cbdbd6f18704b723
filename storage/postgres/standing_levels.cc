#include "storage/postgres/standing_levels.h"

#include <utility>

#include "storage/postgres/binary_values.h"

namespace jurimeter::storage {
namespace {

// By the index event_stock, whatever the statistics say: the plan may be older than the table's
// growth.
constexpr char kByIndex[] = "SELECT set_config('enable_seqscan', 'off', true)";

constexpr char kFindStanding[] = R"(
SELECT k.place - 1, last.quantity, last.occurred_at, last.event_id
FROM unnest($1::integer[], $2::integer[], $3::integer[], $4::date[])
     WITH ORDINALITY AS k (bureau_id, indicator_id, category_id, day, place)
CROSS JOIN LATERAL (
  SELECT e.quantity, e.occurred_at, e.event_id
  FROM event AS e
  WHERE e.bureau_id = k.bureau_id AND e.indicator_id = k.indicator_id
    AND e.category_id = k.category_id AND e.occurred_on = k.day AND e.measure = 2
    AND NOT EXISTS (SELECT FROM retraction AS r
                    WHERE r.bureau_id = e.bureau_id AND r.event_id = e.event_id)
    AND (e.bureau_id, e.event_id) NOT IN (SELECT * FROM unnest($5::integer[], $6::uuid[]))
  ORDER BY e.occurred_at DESC, e.event_id DESC
  LIMIT 1) AS last)";

constexpr char kSetLevels[] = R"(
UPDATE day_level AS l
SET level = k.level, occurred_at = k.occurred_at, event_id = k.event_id
FROM unnest($1::integer[], $2::integer[], $3::integer[], $4::date[], $5::bigint[],
            $6::timestamptz[], $7::uuid[])
     AS k (bureau_id, indicator_id, category_id, day, level, occurred_at, event_id)
WHERE l.bureau_id = k.bureau_id AND l.indicator_id = k.indicator_id
  AND l.category_id = k.category_id AND l.day = k.day AND l.event_id <> k.event_id)";

constexpr char kRemoveLevels[] = R"(
DELETE FROM day_level AS l
USING unnest($1::integer[], $2::integer[], $3::integer[], $4::date[])
      AS k (bureau_id, indicator_id, category_id, day)
WHERE l.bureau_id = k.bureau_id AND l.indicator_id = k.indicator_id
  AND l.category_id = k.category_id AND l.day = k.day)";

constexpr char kRemoveEmptyTotals[] = R"(
DELETE FROM day_total AS t
USING unnest($1::integer[], $2::integer[], $3::integer[], $4::date[])
      AS k (bureau_id, indicator_id, category_id, day)
WHERE t.bureau_id = k.bureau_id AND t.indicator_id = k.indicator_id
  AND t.category_id = k.category_id AND t.day = k.day AND t.events = 0)";

CellDayArrays ArraysOf(absl::Span<const CellDay> days) {
  CellDayArrays arrays(days.size());
  for (const CellDay& day : days) arrays.Add(day);
  return arrays;
}

void SendDays(Transaction& transaction, const char* statement, absl::Span<const CellDay> days) {
  CellDayArrays keys = ArraysOf(days);
  transaction.Send(statement, {keys.bureaus.bytes(), keys.indicators.bytes(),
                               keys.categories.bytes(), keys.days.bytes()});
}

void SendLevels(Transaction& transaction, absl::Span<const CellDay> days,
                absl::Span<const Level> standing) {
  CellDayArrays keys = ArraysOf(days);
  BinaryArray levels(ElementType::kBigint, standing.size());
  BinaryArray times(ElementType::kTimestamptz, standing.size());
  BinaryArray ids(ElementType::kUuid, standing.size());
  for (const Level& level : standing) {
    levels.fields().AddBigint(level.level);
    times.fields().AddTimestamp(level.occurred_at);
    ids.fields().AddUuid(level.event_id);
  }
  transaction.Send("set_levels",
                   {keys.bureaus.bytes(), keys.indicators.bytes(), keys.categories.bytes(),
                    keys.days.bytes(), levels.bytes(), times.bytes(), ids.bytes()});
}

}  // namespace

void PrepareStandingLevels(Connection& connection) {
  Prepare(connection, "by_index", kByIndex);
  Prepare(connection, "find_standing", kFindStanding);
  Prepare(connection, "set_levels", kSetLevels);
  Prepare(connection, "remove_levels", kRemoveLevels);
  Prepare(connection, "remove_empty_totals", kRemoveEmptyTotals);
}

std::vector<std::optional<Level>> FindStanding(Transaction& transaction,
                                               absl::Span<const CellDay> days,
                                               absl::Span<const Correction* const> leaving) {
  std::vector<std::optional<Level>> standing(days.size());
  if (days.empty()) return standing;
  CellDayArrays keys = ArraysOf(days);
  BinaryArray bureaus(ElementType::kInteger, leaving.size());
  BinaryArray ids(ElementType::kUuid, leaving.size());
  for (const Correction* correction : leaving) {
    bureaus.fields().AddInteger(correction->bureau);
    ids.fields().AddUuid(correction->event_id);
  }
  transaction.Send("by_index", {});
  transaction.Send("find_standing",
                   {keys.bureaus.bytes(), keys.indicators.bytes(), keys.categories.bytes(),
                    keys.days.bytes(), bureaus.bytes(), ids.bytes()});
  const Result rows = std::move(transaction.Receive().back());
  for (int row = 0; row < rows.rows(); ++row) {
    standing[static_cast<size_t>(rows.Bigint(row, 0))] =
        Level{.level = rows.Bigint(row, 1),
              .occurred_at = TimeOfTimestamp(rows.Bigint(row, 2)),
              .event_id = rows.Uuid(row, 3)};
  }
  return standing;
}

void SetLevels(Transaction& transaction, absl::Span<const CellDay> days,
               absl::Span<const std::optional<Level>> standing) {
  std::vector<CellDay> kept, removed;
  std::vector<Level> levels;
  for (size_t i = 0; i < days.size(); ++i) {
    (standing[i].has_value() ? kept : removed).push_back(days[i]);
    if (standing[i].has_value()) levels.push_back(*standing[i]);
  }
  if (!removed.empty()) SendDays(transaction, "remove_levels", removed);
  if (!kept.empty()) SendLevels(transaction, kept, levels);
}

void SendNoLevels(Transaction& transaction) {
  SendLevels(transaction, {}, {});
  SendDays(transaction, "remove_levels", {});
  SendDays(transaction, "remove_empty_totals", {});
}

void RemoveEmptyTotals(Transaction& transaction, absl::Span<const CellDay> days) {
  if (!days.empty()) SendDays(transaction, "remove_empty_totals", days);
}

}  // namespace jurimeter::storage
