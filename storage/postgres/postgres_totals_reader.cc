#include "storage/postgres/postgres_totals_reader.h"

#include <charconv>
#include <optional>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "storage/postgres/session.h"

namespace jurimeter::storage {
namespace {

constexpr char kHead[] = "SELECT revision FROM ledger_head";

// Days are numbers since 1970-01-01. The order is the primary key's: runs of one indicator.
constexpr char kAllFlows[] = R"(
SELECT bureau_id, indicator_id, category_id, day - date '1970-01-01', total, events
FROM day_total)";

constexpr char kAllLevels[] = R"(
SELECT bureau_id, indicator_id, category_id, day - date '1970-01-01',
       level, (extract(epoch FROM occurred_at) * 1000000)::bigint, event_id, events
FROM day_level)";

// Changes of the commits in ($1, $2], of flows and of stocks. OFFSET 0 keeps the planner to one
// look into event's index for each commit; with stale statistics it would rather read the whole
// log.
constexpr char kNewSums[] = R"(
SELECT bureau_id, indicator_id, category_id, occurred_on - date '1970-01-01', total, events,
       measure = 'flow'
FROM (SELECT e.bureau_id, e.indicator_id, e.category_id, e.occurred_on,
             sum(e.quantity) AS total, count(*) AS events
      FROM ledger_commit AS c
      CROSS JOIN LATERAL (SELECT * FROM event WHERE event.commit_id = c.commit_id OFFSET 0) AS e
      WHERE c.revision > $1 AND c.revision <= $2
      GROUP BY e.bureau_id, e.indicator_id, e.category_id, e.occurred_on) AS sums
JOIN indicator USING (indicator_id))";

// Of stocks alone. Most commits have none, and are read but once.
constexpr char kNewLevels[] = R"(
SELECT DISTINCT ON (e.bureau_id, e.indicator_id, e.category_id, e.occurred_on)
       e.bureau_id, e.indicator_id, e.category_id, e.occurred_on - date '1970-01-01',
       e.quantity, (extract(epoch FROM e.occurred_at) * 1000000)::bigint, e.event_id,
       count(*) OVER (PARTITION BY e.bureau_id, e.indicator_id, e.category_id, e.occurred_on)
FROM ledger_commit AS c
CROSS JOIN LATERAL (SELECT * FROM event WHERE event.commit_id = c.commit_id OFFSET 0) AS e
JOIN indicator USING (indicator_id)
WHERE c.revision > $1 AND c.revision <= $2 AND measure = 'stock'
ORDER BY e.bureau_id, e.indicator_id, e.category_id, e.occurred_on,
         e.occurred_at DESC, e.event_id DESC)";

using Snapshot = pqxx::transaction<pqxx::repeatable_read, pqxx::read_only>;

int64_t ReadHead(pqxx::transaction_base& transaction) {
  return transaction.exec1(kHead)[0].as<int64_t>();
}

// An integer as PostgreSQL prints it, read without regard to locales: hundreds of thousands of
// rows are loaded when a service starts.
template <typename Integer>
Integer Read(const pqxx::row& row, int column) {
  Integer value{};
  const pqxx::field field = row[column];
  std::from_chars(field.c_str(), field.c_str() + field.size(), value);
  return value;
}

CellKey CellOf(const pqxx::row& row) {
  return {Read<BureauKey>(row, 0), Read<IndicatorKey>(row, 1), Read<CategoryKey>(row, 2)};
}

absl::Status AddFlow(const pqxx::row& row, TotalsChange* change) {
  DayFlow day = {Read<int32_t>(row, 3), {0, Read<int64_t>(row, 5)}};
  // A sum of bigints is a numeric.
  if (!absl::SimpleAtoi(row[4].c_str(), &day.flow.total)) {
    return absl::InternalError(
        absl::StrCat("a total of ", row[4].c_str(), " does not fit into 128 bits"));
  }
  change->flows.push_back({CellOf(row), day});
  return absl::OkStatus();
}

absl::Status AddFlows(const pqxx::result& rows, TotalsChange* change) {
  change->flows.reserve(static_cast<size_t>(rows.size()));
  for (const pqxx::row& row : rows) {
    absl::Status status = AddFlow(row, change);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status AddLevels(const pqxx::result& rows, TotalsChange* change) {
  change->stocks.reserve(static_cast<size_t>(rows.size()));
  for (const pqxx::row& row : rows) {
    const std::optional<EventId> id = EventId::Parse(row[6].c_str());
    if (!id.has_value()) {
      return absl::InternalError(absl::StrCat("the database has the event id ", row[6].c_str()));
    }
    const Level level = {Read<int64_t>(row, 4), absl::FromUnixMicros(Read<int64_t>(row, 5)), *id};
    change->stocks.push_back({CellOf(row), {Read<int32_t>(row, 3), level, Read<int64_t>(row, 7)}});
  }
  return absl::OkStatus();
}

absl::StatusOr<Totals> LoadAll(Connection& connection) {
  Snapshot snapshot(connection);
  const int64_t head = ReadHead(snapshot);
  TotalsChange all;
  absl::Status status = AddFlows(snapshot.exec(kAllFlows), &all);
  if (status.ok()) status = AddLevels(snapshot.exec(kAllLevels), &all);
  if (!status.ok()) return status;
  Totals totals;
  totals.Apply(all, head);
  return totals;
}

absl::Status AddNew(Snapshot& snapshot, int64_t from, int64_t to, TotalsChange* change) {
  bool has_stocks = false;
  for (const pqxx::row& row : snapshot.exec_params(kNewSums, from, to)) {
    if (*row[6].c_str() != 't') {
      has_stocks = true;
      continue;
    }
    absl::Status status = AddFlow(row, change);
    if (!status.ok()) return status;
  }
  if (!has_stocks) return absl::OkStatus();
  return AddLevels(snapshot.exec_params(kNewLevels, from, to), change);
}

absl::Status ApplyNew(Connection& connection, Totals* totals) {
  Snapshot snapshot(connection);
  const int64_t head = ReadHead(snapshot);
  const int64_t revision = totals->revision();
  if (head == revision) return absl::OkStatus();
  if (head < revision) {
    return absl::FailedPreconditionError(
        absl::StrCat("the ledger ends at revision ", head, ", before revision ", revision,
                     " that was read from it: it is another database, or one restored from a "
                     "backup"));
  }
  TotalsChange change;
  const absl::Status status = AddNew(snapshot, revision, head, &change);
  if (status.ok()) totals->Apply(change, head);
  return status;
}

class PostgresTotalsReader : public TotalsReader {
 public:
  explicit PostgresTotalsReader(PostgresOptions options) : session_(std::move(options)) {}

  absl::StatusOr<int64_t> HeadRevision() override {
    return session_.Run("read the ledger's head",
                        [](Connection& connection) -> absl::StatusOr<int64_t> {
                          pqxx::nontransaction transaction(connection);
                          return ReadHead(transaction);
                        });
  }

  absl::StatusOr<Totals> Load() override { return session_.Run("load the totals", LoadAll); }

  absl::Status CatchUp(Totals& totals) override {
    return session_.Run("read new totals", [&totals](Connection& connection) {
      return ApplyNew(connection, &totals);
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
