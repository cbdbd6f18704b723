#include "storage/postgres/known_kinds.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "domain/ledger/entry_kind.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {

namespace {

// The first entry that stops us, of those up to the revision $1. From one kind to the next by the
// index: there may be many entries of the kinds that this program knows.
constexpr char kFirstStop[] = R"(
WITH RECURSIVE found (kind) AS (
  SELECT min(kind) FROM ledger_entry WHERE kind <> 'events'
  UNION ALL
  SELECT (SELECT min(kind) FROM ledger_entry WHERE kind <> 'events' AND kind > found.kind)
  FROM found
  WHERE kind IS NOT NULL)
SELECT first.revision, first.kind
FROM (SELECT kind FROM found WHERE kind NOT IN ($known) OFFSET 0) AS unknown
CROSS JOIN LATERAL (SELECT revision, kind FROM ledger_entry
                    WHERE kind = unknown.kind AND $stops AND revision <= $1
                    ORDER BY revision LIMIT 1) AS first
ORDER BY revision LIMIT 1)";

std::string KnownSql() {
  return absl::StrJoin(kEntryKinds, ", ", [](std::string* out, const EntryKind& kind) {
    absl::StrAppend(out, "'", std::string(kind.name), "'");
  });
}

}  // namespace

std::string StopsUsSql() {
  // The first condition is that of the index ledger_entry_kind.
  return absl::StrCat("(kind <> 'events' AND kind NOT IN (", KnownSql(),
                      ") AND (changes_figures OR changes_rules))");
}

absl::Status StoppedBy(int64_t revision, std::string_view kind) {
  return absl::UnimplementedError(absl::StrCat(
      "revision ", revision, " of the ledger is of kind \"", std::string(kind),
      "\", which this program does not know and which can change figures or rules: a newer program "
      "wrote it; use that or a newer one"));
}

absl::Status CheckKinds(Connection& connection, int64_t revision) {
  const std::string statement = absl::StrReplaceAll(
      kFirstStop,
      {{"$known", KnownSql()}, {"$stops", StopsUsSql()}, {"$1", absl::StrCat(revision)}});
  const Result first = RunStatement(connection, statement.c_str());
  if (first.rows() == 0) return absl::OkStatus();
  return StoppedBy(first.Bigint(0, 0), first.Text(0, 1));
}

EntryCounts CountKinds(Connection& connection, int64_t revision) {
  // The first condition is that of the index ledger_entry_kind.
  const Result kinds = RunStatement(
      connection, absl::StrCat("SELECT kind, count(*) FROM ledger_entry WHERE kind <> 'events' ",
                               "AND revision <= ", revision, " GROUP BY kind")
                      .c_str());
  EntryCounts counts;
  int64_t events = revision;
  for (int row = 0; row < kinds.rows(); ++row) {
    const int64_t entries = kinds.Bigint(row, 1);
    counts.Add(kinds.Text(row, 0), entries);
    events -= entries;
  }
  counts.Add(kEventsEntry.name, events);
  return counts;
}

}  // namespace jurimeter::storage
