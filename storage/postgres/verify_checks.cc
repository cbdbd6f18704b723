#include "storage/postgres/verify_checks.h"

namespace jurimeter::storage {
namespace {

constexpr char kDayTotal[] = R"(
WITH log AS (
  SELECT bureau_id, indicator_id, category_id, occurred_on AS day,
         sum(quantity) AS total, count(*) AS events
  FROM event JOIN indicator USING (indicator_id)
  WHERE measure = 'flow'
  GROUP BY bureau_id, indicator_id, category_id, day)
SELECT format('bureau %s, indicator %s, category %s, day %s: the total says %s of %s events, '
              'the log says %s of %s',
              coalesce(bureau.code, bureau_id::text), coalesce(indicator.code, indicator_id::text),
              coalesce(category.code, nullif(category_id, 0)::text, 'none'), day,
              coalesce(t.total::text, 'nothing'), coalesce(t.events, 0),
              coalesce(log.total::text, 'nothing'), coalesce(log.events, 0))
FROM day_total AS t FULL JOIN log USING (bureau_id, indicator_id, category_id, day)
LEFT JOIN bureau USING (bureau_id)
LEFT JOIN (SELECT indicator_id, code FROM indicator) AS indicator USING (indicator_id)
LEFT JOIN (SELECT category_id, code FROM category) AS category USING (category_id)
WHERE (t.total, t.events) IS DISTINCT FROM (log.total, log.events)
ORDER BY bureau_id, indicator_id, category_id, day)";

constexpr char kDayLevel[] = R"(
WITH log AS (
  SELECT DISTINCT ON (bureau_id, indicator_id, category_id, day)
         bureau_id, indicator_id, category_id, occurred_on AS day, quantity AS level,
         occurred_at, event_id,
         count(*) OVER (PARTITION BY bureau_id, indicator_id, category_id, occurred_on) AS events
  FROM event JOIN indicator USING (indicator_id)
  WHERE measure = 'stock'
  ORDER BY bureau_id, indicator_id, category_id, day, occurred_at DESC, event_id DESC)
SELECT format('bureau %s, indicator %s, category %s, day %s: the level says %s by event %s of '
              '%s at %s, the log says %s by event %s of %s at %s',
              coalesce(bureau.code, bureau_id::text), coalesce(indicator.code, indicator_id::text),
              coalesce(category.code, nullif(category_id, 0)::text, 'none'), day,
              coalesce(l.level::text, 'nothing'), coalesce(l.event_id::text, 'none'),
              coalesce(l.events, 0), coalesce(l.occurred_at::text, 'no time'),
              coalesce(log.level::text, 'nothing'), coalesce(log.event_id::text, 'none'),
              coalesce(log.events, 0), coalesce(log.occurred_at::text, 'no time'))
FROM day_level AS l FULL JOIN log USING (bureau_id, indicator_id, category_id, day)
LEFT JOIN bureau USING (bureau_id)
LEFT JOIN (SELECT indicator_id, code FROM indicator) AS indicator USING (indicator_id)
LEFT JOIN (SELECT category_id, code FROM category) AS category USING (category_id)
WHERE (l.level, l.occurred_at, l.event_id, l.events)
      IS DISTINCT FROM (log.level, log.occurred_at, log.event_id, log.events)
ORDER BY bureau_id, indicator_id, category_id, day)";

constexpr char kEvent[] = R"(
WITH zone AS (SELECT time_zone FROM catalog JOIN ledger_entry USING (entry_id)
              ORDER BY revision DESC LIMIT 1),
fault AS (
  SELECT coalesce(bureau.code, e.bureau_id::text) AS bureau, e.event_id, problem.text
  FROM event AS e
  LEFT JOIN zone ON true
  LEFT JOIN bureau USING (bureau_id)
  LEFT JOIN indicator AS i USING (indicator_id)
  LEFT JOIN category AS c ON c.category_id = e.category_id AND c.indicator_id = e.indicator_id
  LEFT JOIN ledger_entry AS l ON l.entry_id = e.entry_id
  CROSS JOIN LATERAL (VALUES
    (zone.time_zone IS NULL, 'no catalog was applied, so that its day is not known'),
    (e.occurred_on <> (e.occurred_at AT TIME ZONE zone.time_zone)::date,
     format('occurred at %s, which is not on %s in %s', e.occurred_at, e.occurred_on,
            zone.time_zone)),
    (l.entry_id IS NULL, format('entry %s is not in the ledger', e.entry_id)),
    (bureau.bureau_id IS NULL, 'its bureau is not known'),
    (i.indicator_id IS NULL, format('indicator %s is not known', e.indicator_id)),
    (i.measure = 'derived', format('indicator %s is derived', e.indicator_id)),
    (e.category_id <> 0 AND c.category_id IS NULL,
     format('category %s is not one of indicator %s', e.category_id, e.indicator_id)),
    (e.quantity NOT BETWEEN 0 AND 1000000000000,
     format('quantity %s is out of range', e.quantity))
  ) AS problem (found, text)
  WHERE problem.found)
SELECT format('bureau %s, event %s: %s', bureau, event_id, text)
FROM fault ORDER BY bureau, event_id)";

constexpr char kIndex[] = R"(
SELECT format('index %s is not valid; run: REINDEX INDEX %s', indexrelid::regclass,
              indexrelid::regclass)
FROM pg_index JOIN pg_class AS relation ON relation.oid = indrelid
WHERE relation.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'event'::regclass)
  AND NOT (indisvalid AND indisready AND indislive)
ORDER BY 1)";

// Our own sessions raise synchronous_commit; reset_val is what others get. The last two are for
// superusers alone to set, for a role too.
constexpr char kSettings[] = R"(
SELECT format('%s is %s; it must be %s', name, reset_val, wanted)
FROM pg_settings
JOIN (VALUES ('fsync', 'on'), ('full_page_writes', 'on'), ('synchronous_commit', 'on'),
             ('ignore_checksum_failure', 'off'), ('zero_damaged_pages', 'off'))
     AS setting (name, wanted) USING (name)
WHERE reset_val NOT IN (wanted, 'remote_apply')
ORDER BY name)";

constexpr VerifyCheck kChecks[] = {
    {"day_total", kDayTotal}, {"day_level", kDayLevel}, {"event", kEvent},
    {"index", kIndex},        {"settings", kSettings},
};

}  // namespace

absl::Span<const VerifyCheck> VerifyChecks() { return kChecks; }

}  // namespace jurimeter::storage
