#include "storage/postgres/postgres_past_ledger.h"

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/ledger_rows.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/session.h"
#include "storage/postgres/stored_catalog.h"

namespace jurimeter::storage {
namespace {

// Milliseconds. Far more than a state takes; whoever asks does not wait for it.
constexpr int kStatementTimeoutMs = 30 * 60'000;

// The reports of the days that were changed later are read one by one, all others in one go. So a
// later item costs about as much as this many earlier ones.
constexpr int64_t kFewLater = 32;

// In all of these $1 stands for the revision.

// The revision of the last entry that is not later than the microsecond $1 since 1970; 0 if there
// is none. Times never go back, so that each step halves what is left.
constexpr char kLastNotLater[] = R"(
WITH RECURSIVE search (low, high) AS (
  SELECT 0::bigint, revision FROM ledger_head
  UNION ALL
  SELECT CASE WHEN is_later THEN low ELSE revision END,
         CASE WHEN is_later THEN revision - 1 ELSE high END
  FROM search
  CROSS JOIN LATERAL (
    SELECT revision, committed_at > timestamptz 'epoch' + $1 * interval '1 microsecond' AS is_later
    FROM ledger_entry WHERE revision = (low + high + 1) / 2) AS middle
  WHERE low < high)
SELECT low FROM search WHERE low = high)";

// The head's revision, and how many items there are up to the revision and after it.
constexpr char kEnds[] = R"(
SELECT head.revision, coalesce(sum(items) FILTER (WHERE entry.revision <= $1), 0)::bigint,
       coalesce(sum(items) FILTER (WHERE entry.revision > $1), 0)::bigint
FROM ledger_head AS head LEFT JOIN ledger_entry AS entry ON true
GROUP BY 1)";

constexpr char kNext[] = "SELECT committed_at FROM ledger_entry WHERE revision = $1 + 1";

// The position, then sums of flows, then last levels of stocks, in the columns of LedgerColumn. The
// window has the order of DISTINCT ON, so that one sort serves both.
constexpr char kState[] = R"(
WITH flow (quantity, bureau_id, indicator_id, category_id, day, events) AS ($flows),
changed (bureau_id, indicator_id, category_id, occurred_on) AS MATERIALIZED ($changed),
retracted AS (
  SELECT r.bureau_id, r.event_id
  FROM retraction AS r JOIN ledger_entry AS l USING (entry_id)
  WHERE l.revision <= $1)
SELECT revision, NULL::integer, 0, NULL::integer, NULL::date, committed_at, NULL::uuid, chain,
       NULL::bigint
FROM ledger_entry WHERE revision = $1
UNION ALL
SELECT sum(quantity)::bigint, bureau_id, indicator_id, category_id, day, NULL, NULL, NULL,
       sum(events)::bigint
FROM flow
GROUP BY bureau_id, indicator_id, category_id, day
HAVING sum(events) > 0
UNION ALL
(SELECT DISTINCT ON (bureau_id, indicator_id, category_id, occurred_on)
        quantity, bureau_id, indicator_id, category_id, occurred_on, occurred_at, event_id,
        NULL::bytea,
        count(*) OVER (PARTITION BY bureau_id, indicator_id, category_id, occurred_on
                       ORDER BY occurred_at DESC, event_id DESC
                       ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
 FROM ($reports) AS e JOIN ledger_entry AS l USING (entry_id)
 WHERE l.revision <= $1
   AND NOT EXISTS (SELECT FROM retracted AS r
                   WHERE r.bureau_id = e.bureau_id AND r.event_id = e.event_id)
 ORDER BY bureau_id, indicator_id, category_id, occurred_on, occurred_at DESC, event_id DESC)
$unchanged)";

// What entries brought and took away: $sign is + or -, and $which the condition on their revisions.
constexpr char kFlowsOfEntries[] = R"(
  SELECT $sign quantity, e.bureau_id, indicator_id, category_id, occurred_on, $sign 1::bigint
  FROM event AS e JOIN ledger_entry AS l USING (entry_id)
  WHERE measure = 1 AND l.revision $which $1
  UNION ALL
  SELECT - $sign quantity, e.bureau_id, indicator_id, category_id, occurred_on, - $sign 1::bigint
  FROM retraction AS r JOIN ledger_entry AS l USING (entry_id)
  JOIN event AS e ON e.bureau_id = r.bureau_id AND e.event_id = r.event_id
  WHERE measure = 1 AND l.revision $which $1)";

// Backward: the totals of now, from which is taken what came after the revision.
constexpr char kFlowsOfNow[] = R"(
  SELECT total, bureau_id, indicator_id, category_id, day, events FROM day_total
  UNION ALL)";

// The days of stocks that entries after the revision changed.
constexpr char kChangedSince[] = R"(
  SELECT bureau_id, indicator_id, category_id, occurred_on
  FROM event JOIN ledger_entry AS l USING (entry_id)
  WHERE measure = 2 AND l.revision > $1
  UNION
  SELECT e.bureau_id, indicator_id, category_id, occurred_on
  FROM retraction AS r JOIN ledger_entry AS l USING (entry_id)
  JOIN event AS e ON e.bureau_id = r.bureau_id AND e.event_id = r.event_id
  WHERE measure = 2 AND l.revision > $1)";

// Forward, all days of stocks are computed, from all reports.
constexpr char kNoDays[] = "SELECT 0, 0, 0, NULL::date WHERE false";
constexpr char kAllReports[] = "SELECT * FROM event WHERE measure = 2";

// Day by day, by the index. OFFSET 0 keeps the planner to that: it would expect far fewer reports
// than there are, and compare them with each entry in turn.
constexpr char kReportsOfChanged[] = R"(
  SELECT report.* FROM changed AS c
  CROSS JOIN LATERAL (
    SELECT * FROM event
    WHERE measure = 2 AND bureau_id = c.bureau_id AND indicator_id = c.indicator_id
      AND category_id = c.category_id AND occurred_on = c.occurred_on
    OFFSET 0) AS report)";

// The days that are as they were.
constexpr char kUnchanged[] = R"(
UNION ALL
SELECT level, bureau_id, indicator_id, category_id, day, occurred_at, event_id, NULL, events
FROM day_level AS d
WHERE NOT EXISTS (SELECT FROM changed AS c
                  WHERE c.bureau_id = d.bureau_id AND c.indicator_id = d.indicator_id
                    AND c.category_id = d.category_id AND c.occurred_on = d.day))";

std::string At(int64_t revision, const std::string& statement) {
  return absl::StrReplaceAll(statement, {{"$1", absl::StrCat(revision)}});
}

// From the first entry on, or from the totals of now back.
enum class Way { kForward, kBackward };

std::string FlowsBy(Way way) {
  if (way == Way::kForward) {
    return absl::StrReplaceAll(kFlowsOfEntries, {{"$sign", "+"}, {"$which", "<="}});
  }
  return absl::StrCat(kFlowsOfNow,
                      absl::StrReplaceAll(kFlowsOfEntries, {{"$sign", "-"}, {"$which", ">"}}));
}

std::string StateQuery(Way flows, Way stocks) {
  const bool all_days = stocks == Way::kForward;
  return absl::StrReplaceAll(kState, {{"$flows", FlowsBy(flows)},
                                      {"$changed", all_days ? kNoDays : kChangedSince},
                                      {"$reports", all_days ? kAllReports : kReportsOfChanged},
                                      {"$unchanged", all_days ? "" : kUnchanged}});
}

absl::StatusOr<int64_t> LastNotLater(Connection& connection, absl::Time time) {
  const std::string statement = At(absl::ToUnixMicros(time), kLastNotLater);
  const Result found = RunStatement(connection, statement.c_str());
  if (found.rows() == 1 && found.Bigint(0, 0) > 0) return found.Bigint(0, 0);
  return absl::NotFoundError(absl::StrCat(
      "the ledger has no entry of ", absl::FormatTime(time, absl::UTCTimeZone()), " or earlier"));
}

// The query that has the shorter ways to the revision.
absl::StatusOr<std::string> NearerQuery(Connection& connection, int64_t revision) {
  const Result ends = RunStatement(connection, At(revision, kEnds).c_str());
  if (ends.rows() == 0) return absl::InternalError("the ledger has no head");
  if (revision < 1 || revision > ends.Bigint(0, 0)) {
    return absl::NotFoundError(absl::StrCat("the ledger has no revision ", revision,
                                            "; its last one is ", ends.Bigint(0, 0)));
  }
  const int64_t before = ends.Bigint(0, 1);
  const int64_t after = ends.Bigint(0, 2);
  return StateQuery(before < after ? Way::kForward : Way::kBackward,
                    before / kFewLater < after ? Way::kForward : Way::kBackward);
}

absl::StatusOr<PastState> LoadPast(Connection& connection, const AsOf& as_of) {
  const absl::Status schema = CheckSchema(connection);
  if (!schema.ok()) return schema;
  const auto* const time = std::get_if<absl::Time>(&as_of);
  const absl::StatusOr<int64_t> revision =
      time == nullptr ? std::get<int64_t>(as_of) : LastNotLater(connection, *time);
  if (!revision.ok()) return revision.status();
  const absl::StatusOr<std::string> query = NearerQuery(connection, *revision);
  if (!query.ok()) return query.status();
  absl::StatusOr<LedgerState> state = ReadState(connection, At(*revision, *query));
  if (!state.ok()) return state.status();
  PastState past = {.state = *std::move(state), .next_committed_at = absl::InfiniteFuture()};
  const Result next = RunStatement(connection, At(*revision, kNext).c_str());
  if (next.rows() > 0) past.next_committed_at = TimeOfTimestamp(next.Bigint(0, 0));
  return past;
}

using CancelHandle = std::unique_ptr<PGcancel, decltype(&PQfreeCancel)>;

class PostgresPastLedger : public PastLedger {
 public:
  explicit PostgresPastLedger(PostgresOptions options) : session_(std::move(options)) {}

  absl::StatusOr<PastState> Load(const AsOf& as_of) override {
    auto loaded = session_.Run("load a state of the past", [&](Connection& connection) {
      SetCancel(CancelHandle(PQgetCancel(connection.libpq()), PQfreeCancel));
      return LoadPast(connection, as_of);
    });
    SetCancel(CancelHandle(nullptr, PQfreeCancel));
    return loaded;
  }

  void Cancel() override {
    absl::MutexLock lock(&mutex_);
    char fault[256];
    if (cancel_ != nullptr) PQcancel(cancel_.get(), fault, sizeof fault);
  }

  absl::StatusOr<EarlierCatalog> LastBefore(int64_t revision) override {
    return session_.Run("load an earlier catalog", [revision](Connection& connection) {
      return ReadCatalogBefore(connection, revision);
    });
  }

 private:
  void SetCancel(CancelHandle cancel) {
    absl::MutexLock lock(&mutex_);
    cancel_ = std::move(cancel);
  }

  Session session_;
  absl::Mutex mutex_;
  // Of the connection that a Load uses; null while there is none.
  CancelHandle cancel_ ABSL_GUARDED_BY(mutex_){nullptr, PQfreeCancel};
};

}  // namespace

std::unique_ptr<PastLedger> MakePostgresPastLedger(PostgresOptions options) {
  options.statement_timeout_ms = kStatementTimeoutMs;
  return std::make_unique<PostgresPastLedger>(std::move(options));
}

}  // namespace jurimeter::storage
