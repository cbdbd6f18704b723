#include "storage/postgres/verify_checks.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "storage/postgres/findings.h"

namespace jurimeter::storage {
namespace {

// Around the query of a check.
constexpr char kFirstFindings[] = "SELECT text, count(*) OVER () FROM (";
constexpr char kOfFindings[] = ") AS finding (text) LIMIT 100";

// What stood after a retraction is checked elsewhere, in verify_standing.h.
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
  WHERE problem.found AND )";
constexpr char kListRetractions[] = R"()
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
WHERE (e.event_id IS NULL OR l.kind IS DISTINCT FROM 'erasure') AND )";
constexpr char kListErasures[] = " ORDER BY 1";

// What a closing comes to is checked elsewhere, in verify_admission.h.
constexpr char kClosing[] = R"(
SELECT format('%s: %s', coalesce('revision ' || l.revision, 'entry ' || c.entry_id), problem.text)
FROM closing AS c
LEFT JOIN ledger_entry AS l ON l.entry_id = c.entry_id
LEFT JOIN ledger_entry AS of ON of.revision = c.reopens
LEFT JOIN principal AS p USING (principal_id)
CROSS JOIN LATERAL (VALUES
  (l.entry_id IS NULL, 'its closing or reopening has no entry in the ledger'),
  (l.kind <> CASE WHEN c.reopens IS NULL THEN 'closing' ELSE 'reopening' END,
   format('it has a %s, and is of kind "%s"',
          CASE WHEN c.reopens IS NULL THEN 'closing' ELSE 'reopening' END, l.kind)),
  (p.principal_id IS NULL, format('principal %s is not known', c.principal_id)),
  (c.reopens IS NOT NULL AND (of.kind IS DISTINCT FROM 'closing' OR of.revision >= l.revision),
   format('it reopens revision %s, which is no closing before it', c.reopens))
) AS problem (found, text)
WHERE problem.found AND $0
UNION ALL
SELECT DISTINCT format('entry %s: it has closed days, and no closing or reopening', part.entry_id)
FROM closing_part AS part
LEFT JOIN ledger_entry AS l ON l.entry_id = part.entry_id
WHERE NOT EXISTS (SELECT FROM closing AS c WHERE c.entry_id = part.entry_id) AND $0
ORDER BY 1)";

// Of a table of texts that came into force: $0 stands for the scope, $1 for the table, $2 for the
// kind of its entries, and $3 for what it is of.
constexpr char kInForce[] = R"(
SELECT format('%s: %s', coalesce('revision ' || l.revision, 'entry ' || c.entry_id), problem.text)
FROM $1 AS c
LEFT JOIN ledger_entry AS l ON l.entry_id = c.entry_id
LEFT JOIN principal AS p USING (principal_id)
CROSS JOIN LATERAL (VALUES
  (l.entry_id IS NULL, 'the text of $3 has no entry in the ledger'),
  (l.kind <> '$2', format('it has the text of $3, and is of kind "%s"', l.kind)),
  (p.principal_id IS NULL, format('principal %s is not known', c.principal_id))
) AS problem (found, text)
WHERE problem.found AND $0
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

}  // namespace

void RunCheck(pqxx::transaction_base& snapshot, const VerifyCheck& check, VerifyReport* report) {
  Findings findings(check.name, report);
  const pqxx::result rows = snapshot.exec(absl::StrCat(kFirstFindings, check.query, kOfFindings));
  for (const pqxx::row& row : rows) findings.Add(row[0].as<std::string>());
  if (!rows.empty()) findings.CountUnread(rows[0][1].as<int64_t>() - rows.size());
  findings.Finish();
}

std::vector<VerifyCheck> VerifyChecks(const VerifyScope& scope) {
  const std::string entries = scope.OfEntries("l.revision");
  return {
      {"retraction", absl::StrCat(kRetraction, entries, kListRetractions)},
      {"erasure", absl::StrCat(kErasure, entries, kListErasures)},
      {"closing", absl::Substitute(kClosing, entries)},
      {"catalog", absl::Substitute(kInForce, entries, "catalog", "catalog", "a catalog")},
      {"access", absl::Substitute(kInForce, entries, "access_list", "access", "an access list")},
      {"index", kIndex},
      {"settings", kSettings}};
}

}  // namespace jurimeter::storage
