#include "storage/postgres/verify_checks.h"

namespace jurimeter::storage {
namespace {

constexpr char kDayTotal[] = R"(
WITH log AS (
  SELECT bureau_id, indicator_id, category_id, occurred_on AS day,
         sum(quantity) AS total, count(*) AS events
  FROM event AS e JOIN indicator AS i USING (indicator_id)
  WHERE i.measure = 'flow' AND NOT EXISTS (SELECT FROM retraction AS r
                                           WHERE r.bureau_id = e.bureau_id
                                             AND r.event_id = e.event_id)
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
  FROM event AS e JOIN indicator AS i USING (indicator_id)
  WHERE i.measure = 'stock' AND NOT EXISTS (SELECT FROM retraction AS r
                                            WHERE r.bureau_id = e.bureau_id
                                              AND r.event_id = e.event_id)
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

// Whether the catalogs admit events is judged elsewhere, in verify_admission.h.
constexpr char kEvent[] = R"(
WITH fault AS (
  SELECT coalesce(bureau.code, e.bureau_id::text) AS bureau, e.event_id, problem.text
  FROM event AS e
  LEFT JOIN bureau USING (bureau_id)
  LEFT JOIN indicator AS i USING (indicator_id)
  LEFT JOIN category AS c ON c.category_id = e.category_id AND c.indicator_id = e.indicator_id
  LEFT JOIN ledger_entry AS l ON l.entry_id = e.entry_id
  LEFT JOIN erasure AS x ON x.bureau_id = e.bureau_id AND x.event_id = e.event_id
  CROSS JOIN LATERAL (VALUES
    (l.entry_id IS NULL, format('entry %s is not in the ledger', e.entry_id)),
    (bureau.bureau_id IS NULL, 'its bureau is not known'),
    (i.indicator_id IS NULL, format('indicator %s is not known', e.indicator_id)),
    (i.measure = 'derived', format('indicator %s is derived', e.indicator_id)),
    (e.category_id <> 0 AND c.category_id IS NULL,
     format('category %s is not one of indicator %s', e.category_id, e.indicator_id)),
    (e.quantity NOT BETWEEN 0 AND 1000000000000,
     format('quantity %s is out of range', e.quantity)),
    (e.measure <> CASE i.measure WHEN 'flow' THEN 1 ELSE 2 END,
     format('it says measure %s, its indicator is a %s', e.measure, i.measure)),
    (NOT CASE octet_length(e.subject_seal) WHEN 0 THEN e.subject = '' AND x.entry_id IS NULL
                                           WHEN 16 THEN e.subject <> '' AND x.entry_id IS NULL
                                           WHEN 32 THEN e.subject = '' AND x.entry_id IS NOT NULL
                                           ELSE false END,
     format('its subject of %s bytes, its seal of %s bytes and %s do not fit together',
            octet_length(e.subject), octet_length(e.subject_seal),
            CASE WHEN x.entry_id IS NULL THEN 'no erasure' ELSE 'its erasure' END))
  ) AS problem (found, text)
  WHERE problem.found)
SELECT format('bureau %s, event %s: %s', bureau, event_id, text)
FROM fault ORDER BY bureau, event_id)";

// The report that stood after an entry is the last one until then that no entry until then
// retracts.
constexpr char kRetraction[] = R"(
WITH fault AS (
  SELECT coalesce(bureau.code, r.bureau_id::text) AS bureau, r.event_id, problem.text
  FROM retraction AS r
  LEFT JOIN bureau USING (bureau_id)
  LEFT JOIN principal AS p USING (principal_id)
  LEFT JOIN ledger_entry AS l ON l.entry_id = r.entry_id
  LEFT JOIN event AS e ON e.bureau_id = r.bureau_id AND e.event_id = r.event_id
  LEFT JOIN ledger_entry AS came ON came.entry_id = e.entry_id
  LEFT JOIN event AS n ON n.bureau_id = r.bureau_id AND n.event_id = r.replaced_by
  CROSS JOIN LATERAL (VALUES
    (e.event_id IS NULL, 'the event is not in the log'),
    (l.entry_id IS NULL, format('entry %s is not in the ledger', r.entry_id)),
    (p.principal_id IS NULL, format('principal %s is not known', r.principal_id)),
    (came.revision >= l.revision,
     format('it was retracted at revision %s, and came with revision %s', l.revision,
            came.revision)),
    (r.replaced_by IS NOT NULL AND n.entry_id IS DISTINCT FROM r.entry_id,
     format('event %s did not come in its place with the same entry', r.replaced_by)),
    (r.standing IS NOT NULL AND e.measure = 1,
     format('it says that event %s stood after it, but it is of a flow', r.standing)),
    (char_length(r.reason) NOT BETWEEN 1 AND 500,
     format('its reason has %s characters', char_length(r.reason)))
  ) AS problem (found, text)
  WHERE problem.found)
SELECT format('bureau %s, event %s: %s', bureau, event_id, text)
FROM fault ORDER BY bureau, event_id)";

constexpr char kErasure[] = R"(
SELECT format('bureau %s, event %s: its subject was erased by entry %s, %s',
              coalesce(bureau.code, x.bureau_id::text), x.event_id, x.entry_id,
              CASE WHEN e.event_id IS NULL THEN 'and it is not in the log'
                   WHEN l.entry_id IS NULL THEN 'which is not in the ledger'
                   ELSE format('which is of kind "%s"', l.kind) END)
FROM erasure AS x
LEFT JOIN bureau USING (bureau_id)
LEFT JOIN event AS e ON e.bureau_id = x.bureau_id AND e.event_id = x.event_id
LEFT JOIN ledger_entry AS l ON l.entry_id = x.entry_id
WHERE e.event_id IS NULL OR l.kind IS DISTINCT FROM 'erasure'
ORDER BY 1)";

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
    {"day_total", kDayTotal},    {"day_level", kDayLevel}, {"event", kEvent},
    {"retraction", kRetraction}, {"erasure", kErasure},    {"index", kIndex},
    {"settings", kSettings},
};

}  // namespace

absl::Span<const VerifyCheck> VerifyChecks() { return kChecks; }

}  // namespace jurimeter::storage
