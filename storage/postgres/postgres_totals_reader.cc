#include "storage/postgres/postgres_totals_reader.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/event_store.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/session.h"

namespace jurimeter::storage {
namespace {

// A look at the ledger is planned once for a connection, when the tables may be empty, and must
// cost the same when they have millions of rows: by the indexes, whatever the statistics say.
// Compiling a plan to machine code would take longer than any look.
constexpr char kSetUp[] = R"(
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off;
SET jit = off)";

// The commits after $1: as many as have $2 events or more together. LIMIT keeps a long backlog from
// being added up at each look, and OFFSET 0 asks once for each event whether it is of a stock.
//
// Rows without a bureau are revisions: the ledger's head, and where there is anything new the last
// one of what was read, told apart by their indicator. All others are events, of stocks alone with
// their time and id. To add them up here would cost the database more than to send them: of random
// events nearly every one is a group by itself.
//
// A statement is one snapshot, and a commit's events, its row of the ledger and the head's revision
// become visible together.
constexpr char kNewCommits[] = R"(
WITH new AS MATERIALIZED (
  SELECT revision, commit_id
  FROM (SELECT revision, commit_id, sum(events) OVER (ORDER BY revision) - events AS events_before
        FROM ledger_commit
        WHERE revision > $1::bigint
        ORDER BY revision
        LIMIT 1000) AS next
  WHERE events_before < $2::bigint)
SELECT revision, NULL::integer, 0, NULL::integer, NULL::date, NULL::timestamptz, NULL::uuid
FROM ledger_head
UNION ALL
SELECT max(revision), NULL, 1, NULL, NULL, NULL, NULL FROM new HAVING count(*) > 0
UNION ALL
SELECT quantity, bureau_id, indicator_id, category_id, occurred_on,
       CASE WHEN is_stock THEN occurred_at END, CASE WHEN is_stock THEN event_id END
FROM (SELECT quantity, bureau_id, indicator_id, category_id, occurred_on, occurred_at, event_id,
             indicator_id IN (SELECT indicator_id FROM indicator WHERE measure = 'stock')
                AS is_stock
      FROM event
      WHERE commit_id = ANY (ARRAY(SELECT commit_id FROM new))
      OFFSET 0) AS e)";

// Two full commits, and a third that goes beyond: some 25 MB in this process, for a moment.
constexpr int64_t kEnoughEvents = 2 * kMaxCommitEvents;

// A statement is one snapshot. Rows as above, and with a number of events; the head is the only one
// without a bureau.
constexpr char kOpenTotals[] = R"(
DECLARE totals NO SCROLL CURSOR FOR
SELECT revision, NULL::integer, NULL::integer, NULL::integer, NULL::date, NULL::timestamptz,
       NULL::uuid, NULL::bigint
FROM ledger_head
UNION ALL
SELECT total, bureau_id, indicator_id, category_id, day, NULL, NULL, events FROM day_total
UNION ALL
SELECT level, bureau_id, indicator_id, category_id, day, occurred_at, event_id, events
FROM day_level)";
constexpr char kScanTables[] = "SET LOCAL enable_seqscan = on";

// A few megabytes.
constexpr char kFetchTotals[] = "FETCH 20000 FROM totals";

// Columns of the rows of all three.
enum Column {
  kNumber,  // quantity, total or level; or a revision
  kBureau,
  kIndicator,
  kCategory,
  kDay,
  kOccurredAt,
  kEventId,
  kEvents,  // of totals
};

constexpr char kNoHead[] = "the ledger has no head";

constexpr int32_t kHeadRow = 0;  // as the indicator of a row that is a revision

void SetUp(Connection& connection) {
  pqxx::nontransaction(connection).exec(kSetUp);
  Prepare(connection, "new_commits", kNewCommits);
}

// Adds a row of `events` events.
void AddRow(const Result& rows, int row, int64_t events, TotalsChange* change) {
  const CellKey cell = {rows.Integer(row, kBureau), rows.Integer(row, kIndicator),
                        rows.Integer(row, kCategory)};
  const int32_t day = DayOfDate(rows.Integer(row, kDay));
  const int64_t number = rows.Bigint(row, kNumber);
  if (rows.IsNull(row, kEventId)) {
    change->flows.push_back({cell, {day, {number, events}}});
  } else {
    const Level level = {number, TimeOfTimestamp(rows.Bigint(row, kOccurredAt)),
                         rows.Uuid(row, kEventId)};
    change->stocks.push_back({cell, {day, level, events}});
  }
}

// What keeps `read` from being all that is new after a revision, or its beginning. To go on would
// serve totals of no revision.
absl::Status CheckLedger(const NewCommits& read, int64_t after) {
  if (read.head_revision < after) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the ledger ends at revision ", read.head_revision, ", before revision ", after,
        " that was read from it: it is another database, or one restored "
        "from a backup"));
  }
  if (read.revision > read.head_revision ||
      (read.revision == after && after < read.head_revision)) {
    return absl::InternalError(absl::StrCat("the ledger's head is revision ", read.head_revision,
                                            ", its commits after revision ", after, " end at ",
                                            read.revision));
  }
  return absl::OkStatus();
}

absl::StatusOr<NewCommits> ReadNew(Connection& connection, int64_t after) {
  const Result rows =
      RunPrepared(connection, "new_commits", {BigintBytes(after), BigintBytes(kEnoughEvents)});
  std::optional<int64_t> head;
  NewCommits read;
  read.revision = after;
  read.change.flows.reserve(static_cast<size_t>(rows.rows()));
  for (int row = 0; row < rows.rows(); ++row) {
    if (!rows.IsNull(row, kBureau)) {
      AddRow(rows, row, 1, &read.change);
    } else if (rows.Integer(row, kIndicator) == kHeadRow) {
      head = rows.Bigint(row, kNumber);
    } else {
      read.revision = rows.Bigint(row, kNumber);
    }
  }
  if (!head.has_value()) return absl::InternalError(kNoHead);
  read.head_revision = *head;
  const absl::Status status = CheckLedger(read, after);
  if (!status.ok()) return status;
  return read;
}

absl::StatusOr<Totals> LoadAll(Connection& connection) {
  pqxx::read_transaction transaction(connection);
  transaction.exec(kScanTables);
  transaction.exec(kOpenTotals);
  TotalsChange all;
  std::optional<int64_t> head;
  int fetched = 0;
  do {
    const Result rows = RunStatement(connection, kFetchTotals);
    fetched = rows.rows();
    for (int row = 0; row < fetched; ++row) {
      if (rows.IsNull(row, kBureau)) {
        head = rows.Bigint(row, kNumber);
      } else {
        AddRow(rows, row, rows.Bigint(row, kEvents), &all);
      }
    }
  } while (fetched > 0);
  if (!head.has_value()) return absl::InternalError(kNoHead);
  Totals totals;
  totals.Apply(all, *head);
  return totals;
}

class PostgresTotalsReader : public TotalsReader {
 public:
  explicit PostgresTotalsReader(PostgresOptions options) : session_(std::move(options), SetUp) {}

  absl::StatusOr<Totals> Load() override { return session_.Run("load the totals", LoadAll); }

  absl::StatusOr<NewCommits> ReadAfter(int64_t revision) override {
    return session_.Run("read new commits", [revision](Connection& connection) {
      return ReadNew(connection, revision);
    });
  }

 private:
  Session session_;
};

}  // namespace

std::unique_ptr<TotalsReader> MakePostgresTotalsReader(PostgresOptions options) {
  return std::make_unique<PostgresTotalsReader>(std::move(options));
}

}  // namespace jurimeter::storage
