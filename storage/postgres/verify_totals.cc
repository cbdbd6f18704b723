#include "storage/postgres/verify_totals.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/cursor.h"
#include "storage/postgres/verify_checks.h"

namespace jurimeter::storage {
namespace {

constexpr char kFlowsOfDays[] = R"(
SELECT e.bureau_id, e.indicator_id, e.category_id, e.occurred_on, e.quantity
FROM event AS e JOIN indicator AS i USING (indicator_id)
WHERE i.measure = 'flow' AND $0 AND NOT EXISTS (SELECT FROM retraction AS r
                                                WHERE r.bureau_id = e.bureau_id
                                                  AND r.event_id = e.event_id))";

constexpr char kTotals[] =
    "SELECT bureau_id, indicator_id, category_id, day, total, events FROM day_total WHERE ";

// Columns of both.
enum Column { kBureau, kIndicator, kCategory, kDay, kQuantity, kEvents };

constexpr char kTotalFaults[] = R"(
WITH log AS (
  SELECT bureau_id, indicator_id, category_id, occurred_on AS day,
         sum(quantity) AS total, count(*) AS events
  FROM event AS e JOIN indicator AS i USING (indicator_id)
  WHERE i.measure = 'flow' AND $0 AND NOT EXISTS (SELECT FROM retraction AS r
                                                  WHERE r.bureau_id = e.bureau_id
                                                    AND r.event_id = e.event_id)
  GROUP BY bureau_id, indicator_id, category_id, day)
SELECT format('bureau %s, indicator %s, category %s, day %s: the total says %s of %s events, '
              'the log says %s of %s',
              coalesce(bureau.code, bureau_id::text), coalesce(indicator.code, indicator_id::text),
              coalesce(category.code, nullif(category_id, 0)::text, 'none'), day,
              coalesce(t.total::text, 'nothing'), coalesce(t.events, 0),
              coalesce(log.total::text, 'nothing'), coalesce(log.events, 0))
FROM (SELECT * FROM day_total WHERE $1) AS t
FULL JOIN log USING (bureau_id, indicator_id, category_id, day)
LEFT JOIN bureau USING (bureau_id)
LEFT JOIN (SELECT indicator_id, code FROM indicator) AS indicator USING (indicator_id)
LEFT JOIN (SELECT category_id, code FROM category) AS category USING (category_id)
WHERE (t.total, t.events) IS DISTINCT FROM (log.total, log.events)
ORDER BY bureau_id, indicator_id, category_id, day)";

// The days of stocks that entries report on or retract from.
constexpr char kTouched[] = R"(
  SELECT e.bureau_id, e.indicator_id, e.category_id, e.occurred_on
  FROM ledger_entry AS l JOIN event AS e USING (entry_id)
  WHERE e.measure = 2 AND $0
  UNION
  SELECT e.bureau_id, e.indicator_id, e.category_id, e.occurred_on
  FROM ledger_entry AS l JOIN retraction AS r USING (entry_id)
  JOIN event AS e ON e.bureau_id = r.bureau_id AND e.event_id = r.event_id
  WHERE e.measure = 2 AND $0)";

// $0: the days that were touched; $1 and $2: a join of reports and of levels with them.
// In the order of the index event_stock each report gets its number, and the last has none behind
// it.
constexpr char kLevelFaults[] = R"(
WITH touched AS MATERIALIZED ($0),
log AS (
  SELECT bureau_id, indicator_id, category_id, occurred_on AS day, quantity AS level,
         occurred_at, event_id, events
  FROM (SELECT e.*, row_number() OVER reports AS events, lead(true) OVER reports AS superseded
        FROM event AS e $1
        WHERE e.measure = 2 AND NOT EXISTS (SELECT FROM retraction AS r
                                            WHERE r.bureau_id = e.bureau_id
                                              AND r.event_id = e.event_id)
        WINDOW reports AS (PARTITION BY e.bureau_id, e.indicator_id, e.category_id, e.occurred_on
                           ORDER BY e.occurred_at, e.event_id)) AS report
  WHERE superseded IS NULL)
SELECT format('bureau %s, indicator %s, category %s, day %s: the level says %s by event %s of '
              '%s at %s, the log says %s by event %s of %s at %s',
              coalesce(bureau.code, bureau_id::text), coalesce(indicator.code, indicator_id::text),
              coalesce(category.code, nullif(category_id, 0)::text, 'none'), day,
              coalesce(l.level::text, 'nothing'), coalesce(l.event_id::text, 'none'),
              coalesce(l.events, 0), coalesce(l.occurred_at::text, 'no time'),
              coalesce(log.level::text, 'nothing'), coalesce(log.event_id::text, 'none'),
              coalesce(log.events, 0), coalesce(log.occurred_at::text, 'no time'))
FROM (SELECT l.* FROM day_level AS l $2) AS l
FULL JOIN log USING (bureau_id, indicator_id, category_id, day)
LEFT JOIN bureau USING (bureau_id)
LEFT JOIN (SELECT indicator_id, code FROM indicator) AS indicator USING (indicator_id)
LEFT JOIN (SELECT category_id, code FROM category) AS category USING (category_id)
WHERE (l.level, l.occurred_at, l.event_id, l.events)
      IS DISTINCT FROM (log.level, log.occurred_at, log.event_id, log.events)
ORDER BY bureau_id, indicator_id, category_id, day)";

constexpr char kOfTouchedReports[] =
    "JOIN touched USING (bureau_id, indicator_id, category_id, occurred_on)";
constexpr char kOfTouchedLevels[] =
    "JOIN touched AS t ON t.bureau_id = l.bureau_id AND t.indicator_id = l.indicator_id "
    "AND t.category_id = l.category_id AND t.occurred_on = l.day";
constexpr char kNothing[] = "SELECT";

CellDay DayAt(const Cursor& rows) {
  const Result& page = rows.page();
  const int row = rows.row();
  return {{page.Integer(row, kBureau), page.Integer(row, kIndicator), page.Integer(row, kCategory)},
          DayOfDate(page.Integer(row, kDay))};
}

}  // namespace

void SumTouchedDays(Connection& connection, pqxx::transaction_base& snapshot,
                    const VerifyScope& scope, FlowSums* sums) {
  Cursor rows(connection, snapshot, "flows",
              absl::Substitute(kFlowsOfDays, scope.OfDays("e.occurred_on")));
  for (; rows.HasRow(); rows.Next()) {
    sums->Add(DayAt(rows), rows.page().Bigint(rows.row(), kQuantity), 1);
  }
}

bool TotalsAreThose(Connection& connection, pqxx::transaction_base& snapshot,
                    const VerifyScope& scope, const FlowSums& log, FlowSums totals) {
  Cursor rows(connection, snapshot, "totals", absl::StrCat(kTotals, scope.OfDays("day")));
  for (; rows.HasRow(); rows.Next()) {
    const int64_t events = rows.page().Bigint(rows.row(), kEvents);
    // A day without an event has no row.
    if (events == 0) return false;
    totals.Add(DayAt(rows), rows.page().Bigint(rows.row(), kQuantity), events);
  }
  return totals == log;
}

void NameTotals(pqxx::transaction_base& snapshot, const VerifyScope& scope, VerifyReport* report) {
  RunCheck(snapshot,
           {"day_total",
            absl::Substitute(kTotalFaults, scope.OfDays("e.occurred_on"), scope.OfDays("day"))},
           report);
}

void CheckLevels(pqxx::transaction_base& snapshot, const VerifyScope& scope, VerifyReport* report) {
  const std::string query =
      scope.IsAll() ? absl::Substitute(kLevelFaults, kNothing, "", "")
                    : absl::Substitute(kLevelFaults,
                                       absl::Substitute(kTouched, scope.OfEntries("l.revision")),
                                       kOfTouchedReports, kOfTouchedLevels);
  RunCheck(snapshot, {"day_level", query}, report);
}

}  // namespace jurimeter::storage
