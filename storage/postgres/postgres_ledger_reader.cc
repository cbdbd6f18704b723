#include "storage/postgres/postgres_ledger_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "storage/event_store.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/closing_rows.h"
#include "storage/postgres/known_kinds.h"
#include "storage/postgres/ledger_rows.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/session.h"
#include "storage/postgres/stored_catalog.h"

namespace jurimeter::storage {
namespace {

// A look at the ledger is planned once for a connection, when the tables may be empty, and must
// cost the same when they have millions of rows: by the indexes, whatever the statistics say.
// Compiling a plan to machine code would take longer than any look.
constexpr char kSetUp[] = R"(
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off;
SET jit = off)";

// The entries after $1: as many as have $2 items or more together. LIMIT keeps a long backlog from
// being added up at each look, and OFFSET 0 keeps the planner to the index.
//
// Rows without a bureau say what was read, each of a kind (RowKind) in place of the indicator. All
// others are events and retractions (LedgerColumn says what they have). To add them up here would
// cost the database more than to send them: of random events nearly every one is a group by itself.
//
// A statement is one snapshot, and an entry's events, its row of the ledger and the head's revision
// become visible together. A database that is spread over several may show them one after the
// other: therefore the ledger's count of the events is compared with what came.
constexpr char kNewEntries[] = R"(
WITH next AS MATERIALIZED (
  SELECT *, sum(events) OVER (ORDER BY revision) - events AS events_before,
         bool_or(stops_us) OVER (ORDER BY revision) AS is_stopped
  FROM (SELECT *, CASE WHEN kind = 'events' THEN items ELSE 0 END AS events, $0 AS stops_us
        FROM ledger_entry
        WHERE revision > $1::bigint
        ORDER BY revision
        LIMIT 1000) AS entry),
new AS MATERIALIZED (
  SELECT revision, entry_id, committed_at, kind, events, chain
  FROM next
  WHERE events_before < $2::bigint AND NOT is_stopped)
SELECT revision, NULL::integer, 0, (SELECT count(*)::integer FROM schema_migration), NULL::date,
       NULL::timestamptz, NULL::uuid, NULL::bytea, NULL::bigint, NULL::integer
FROM ledger_head
UNION ALL
SELECT revision, NULL, 1, NULL, NULL, NULL, NULL, chain, NULL, NULL
FROM ledger_entry WHERE revision = $1
UNION ALL
SELECT revision, NULL, 2, NULL, NULL, committed_at, NULL, chain, NULL, NULL
FROM new WHERE revision = (SELECT max(revision) FROM new)
UNION ALL
SELECT coalesce(sum(events), 0)::bigint, NULL, 3, count(*)::integer, NULL, NULL, NULL, NULL, NULL,
       NULL
FROM new
UNION ALL
SELECT revision, NULL, 4, NULL, NULL, NULL, NULL, convert_to(kind, 'UTF8'), NULL, NULL
FROM next WHERE revision = $1 + 1 AND stops_us
UNION ALL
SELECT max(revision), NULL, 5, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM new WHERE kind = 'catalog' HAVING count(*) > 0
UNION ALL
SELECT min(revision), NULL, 8, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM new WHERE kind IN ('closing', 'reopening') HAVING count(*) > 0
UNION ALL
SELECT count(*), NULL, 7, NULL, NULL, NULL, NULL, convert_to(kind, 'UTF8'), NULL, NULL
FROM new GROUP BY kind
UNION ALL
SELECT revision, NULL, 6, NULL, NULL, NULL, NULL, NULL, entry_id, NULL
FROM new
WHERE EXISTS (SELECT FROM retraction WHERE entry_id = ANY (ARRAY(SELECT entry_id FROM new)))
UNION ALL
SELECT quantity, bureau_id, indicator_id, category_id, occurred_on,
       CASE WHEN measure = 2 THEN occurred_at END, CASE WHEN measure = 2 THEN event_id END, NULL,
       entry_id, measure
FROM event
WHERE entry_id = ANY (ARRAY(SELECT entry_id FROM new))
UNION ALL
SELECT CASE WHEN e.measure = 2 THEN s.quantity ELSE e.quantity END, e.bureau_id, e.indicator_id,
       e.category_id, e.occurred_on, s.occurred_at, s.event_id, NULL, r.entry_id, -e.measure
FROM (SELECT * FROM retraction WHERE entry_id = ANY (ARRAY(SELECT entry_id FROM new)) OFFSET 0) AS r
CROSS JOIN LATERAL (SELECT * FROM event WHERE bureau_id = r.bureau_id AND event_id = r.event_id
                    OFFSET 0) AS e
LEFT JOIN LATERAL (SELECT * FROM event WHERE bureau_id = r.bureau_id AND event_id = r.standing
                   OFFSET 0) AS s ON true)";

// Stands in rows that are no event and no retraction.
enum RowKind {
  kHead,       // revision of the ledger's last entry; as the category, migrations of the schema
  kBefore,     // revision $1 and its chain
  kLast,       // revision, time and chain of the last entry read
  kItemCount,  // of the entries read, as the ledger has it; as the category, those entries
  kStop,       // revision and kind of the next entry, if this program must not follow past it
  kCatalog,    // revision of the last catalog among the entries read
  kOrder,      // revision and id of an entry read, if there are retractions among them
  kKindCount,  // number of the entries read that are of one kind, and that kind
  kClosing,    // revision of the first closing or reopening among the entries read
};

// Two full entries, and a third that goes beyond: some 25 MB in this process, for a moment.
constexpr int64_t kEnoughEvents = 2 * kMaxCommitEvents;

// The head, and all totals. A statement is one snapshot.
constexpr char kTotals[] = R"(
SELECT revision, NULL::integer, 0, NULL::integer, NULL::date,
       (SELECT committed_at FROM ledger_entry WHERE revision = ledger_head.revision),
       NULL::uuid, chain, NULL::bigint
FROM ledger_head
UNION ALL
SELECT total, bureau_id, indicator_id, category_id, day, NULL, NULL, NULL, events FROM day_total
UNION ALL
SELECT level, bureau_id, indicator_id, category_id, day, occurred_at, event_id, NULL, events
FROM day_level)";

constexpr char kNoHead[] = "the ledger has no head";

void SetUp(Connection& connection) {
  pqxx::nontransaction(connection).exec(kSetUp);
  const std::string statement = absl::StrReplaceAll(kNewEntries, {{"$0", StopsUsSql()}});
  Prepare(connection, "new_entries", statement.c_str());
}

// Adds an event or a retraction. Its entry's id stands for the revision, until all rows are read.
void AddItem(const Result& rows, int row, TotalsChange* change) {
  const CellKey cell = CellIn(rows, row);
  const int32_t day = DayIn(rows, row);
  const int32_t measure = rows.Integer(row, kMeasure);
  const int64_t entry_id = rows.Bigint(row, kEntryId);
  if (measure == 1 || measure == -1) {
    change->flows.push_back({cell, {day, {measure * rows.Bigint(row, kNumber), measure}}});
  } else if (measure > 0) {
    change->levels.push_back({cell, {day, LevelIn(rows, row), 1}, entry_id});
  } else {
    std::optional<Level> standing;
    if (!rows.IsNull(row, kEventId)) standing = LevelIn(rows, row);
    change->retracted.push_back({cell, day, standing, entry_id});
  }
}

// What a look found, before it is judged.
struct Look {
  std::optional<int64_t> head;
  int32_t migrations = 0;
  std::optional<LedgerPosition> before;
  LedgerPosition last;  // that before the look if there is nothing new
  int64_t stated_items = 0;
  int64_t entries = 0;
  int64_t items = 0;
  absl::flat_hash_map<int64_t, int64_t> revisions;  // by entry id, if something was retracted
  TotalsChange change;
  absl::Status stop;             // why this program must not follow past `last`
  int64_t catalog_revision = 0;  // of the last catalog read; 0 if there was none
  int64_t closing_revision = 0;  // of the first closing or reopening read; 0 if there was none
  EntryCounts kinds;             // of the entries read
};

void TakeNonEvent(const Result& rows, int row, Look* look) {
  switch (rows.Integer(row, kIndicator)) {
    case kHead:
      look->head = rows.Bigint(row, kNumber);
      look->migrations = rows.Integer(row, kCategory);
      break;
    case kBefore:
      look->before = PositionIn(rows, row);
      break;
    case kLast:
      look->last = PositionIn(rows, row);
      break;
    case kItemCount:
      look->stated_items = rows.Bigint(row, kNumber);
      look->entries = rows.Integer(row, kCategory);
      break;
    case kStop:
      look->stop = StoppedBy(rows.Bigint(row, kNumber), rows.Bytes(row, kChain));
      break;
    case kCatalog:
      look->catalog_revision = rows.Bigint(row, kNumber);
      break;
    case kOrder:
      look->revisions.emplace(rows.Bigint(row, kEntryId), rows.Bigint(row, kNumber));
      break;
    case kKindCount:
      look->kinds.Add(rows.Bytes(row, kChain), rows.Bigint(row, kNumber));
      break;
    case kClosing:
      look->closing_revision = rows.Bigint(row, kNumber);
      break;
    default:
      break;
  }
}

// Why `after` is no place in the ledger that was looked at; OK if it is one.
absl::Status CheckHistory(const Look& look, const LedgerPosition& after) {
  if (*look.head < after.revision) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the ledger ends at revision ", *look.head, ", before revision ", after.revision,
        " that was read from it: it is another database, or one restored from a backup"));
  }
  const bool same = after.revision == 0 || (look.before && look.before->chain == after.chain);
  if (same) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the ledger has another revision ", after.revision,
      " than the one that was read from it: it has another history since, as after a failover that "
      "lost commits, or a restore"));
}

// What keeps `look` from being all that is new after a position, or its beginning. To go on would
// serve totals of no revision.
absl::Status CheckLook(const Look& look, const LedgerPosition& after) {
  if (!look.head.has_value()) return absl::InternalError(kNoHead);
  if (look.migrations != static_cast<int32_t>(Migrations().size())) {
    return absl::InternalError(absl::StrCat("the database has ", look.migrations, " migrations, ",
                                            "this program ", Migrations().size()));
  }
  const absl::Status history = CheckHistory(look, after);
  if (!history.ok()) return history;
  if (!look.stop.ok()) return look.stop;
  const int64_t last = look.last.revision;
  if (last > *look.head || (last == after.revision && last < *look.head)) {
    return absl::InternalError(absl::StrCat("the ledger's head is revision ", *look.head,
                                            ", its entries after revision ", after.revision,
                                            " end at ", last));
  }
  if (look.entries != last - after.revision) {
    return absl::InternalError(absl::StrCat("of revisions ", after.revision + 1, " to ", last,
                                            " the ledger has ", look.entries));
  }
  if (look.items != look.stated_items) {
    return absl::InternalError(absl::StrCat("the ledger states ", look.stated_items,
                                            " items for revisions ", after.revision + 1, " to ",
                                            last, ", of which ", look.items, " are there"));
  }
  return absl::OkStatus();
}

// Puts revisions in the place of entry ids, where the order of entries matters.
void OrderByEntry(const absl::flat_hash_map<int64_t, int64_t>& revisions, TotalsChange* change) {
  const auto order = [&](int64_t* revision) {
    const auto found = revisions.find(*revision);
    *revision = found == revisions.end() ? 0 : found->second;
  };
  for (TotalsChange::CellLevel& level : change->levels) order(&level.revision);
  for (TotalsChange::RetractedLevel& retracted : change->retracted) order(&retracted.revision);
}

absl::StatusOr<NewEntries> ReadNew(Connection& connection, const LedgerPosition& after) {
  const Result rows = RunPrepared(connection, "new_entries",
                                  {BigintBytes(after.revision), BigintBytes(kEnoughEvents)});
  Look look;
  look.last = after;
  look.change.flows.reserve(static_cast<size_t>(rows.rows()));
  for (int row = 0; row < rows.rows(); ++row) {
    if (rows.IsNull(row, kBureau)) {
      TakeNonEvent(rows, row, &look);
    } else {
      AddItem(rows, row, &look.change);
      ++look.items;
    }
  }
  OrderByEntry(look.revisions, &look.change);
  const absl::Status status = CheckLook(look, after);
  if (!status.ok()) return status;
  NewEntries read = {.head_revision = *look.head,
                     .position = look.last,
                     .change = std::move(look.change),
                     .catalog = std::nullopt,
                     .entries = look.kinds,
                     .closings = {}};
  if (look.catalog_revision > 0) {
    absl::StatusOr<StoredCatalog> catalog = ReadCatalogAt(connection, look.catalog_revision);
    if (!catalog.ok()) return absl::InternalError(catalog.status().message());
    read.catalog = *std::move(catalog);
  }
  if (look.closing_revision > 0) {
    absl::StatusOr<std::vector<Closing>> closings =
        ReadClosings(connection, look.closing_revision - 1, read.position.revision);
    if (!closings.ok()) return closings.status();
    read.closings = *std::move(closings);
  }
  return read;
}

absl::StatusOr<LedgerState> LoadState(Connection& connection) {
  const absl::Status schema = CheckSchema(connection);
  if (!schema.ok()) return schema;
  absl::StatusOr<LedgerState> state = ReadState(connection, kTotals);
  if (absl::IsNotFound(state.status())) return absl::InternalError(kNoHead);
  return state;
}

class PostgresLedgerReader : public LedgerReader {
 public:
  explicit PostgresLedgerReader(PostgresOptions options) : session_(std::move(options), SetUp) {}

  absl::StatusOr<LedgerState> Load() override { return session_.Run("load the totals", LoadState); }

  absl::StatusOr<NewEntries> ReadAfter(const LedgerPosition& position) override {
    return session_.Run("read new entries",
                        [&](Connection& connection) { return ReadNew(connection, position); });
  }

  absl::StatusOr<EarlierCatalog> LastBefore(int64_t revision) override {
    return session_.Run("load an earlier catalog", [revision](Connection& connection) {
      return ReadCatalogBefore(connection, revision);
    });
  }

 private:
  Session session_;
};

}  // namespace

std::unique_ptr<LedgerReader> MakePostgresLedgerReader(PostgresOptions options) {
  return std::make_unique<PostgresLedgerReader>(std::move(options));
}

}  // namespace jurimeter::storage
