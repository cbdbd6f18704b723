#include "storage/postgres/postgres_closing_store.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/values/require.h"
#include "storage/postgres/attempts.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/closing_entry.h"
#include "storage/postgres/closing_rows.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/failpoint.h"
#include "storage/postgres/ledger.h"
#include "storage/postgres/session.h"

namespace jurimeter::storage {
namespace {

constexpr int kMaxAttempts = 5;
constexpr int kFirstPauseMs = 20;

// Of a page: a few megabytes.
constexpr int64_t kEnoughParts = 100'000;

// What the ledger has of the entries `picked`, but for their parts. A reopening has only days that
// its closing still closed, and no two have the same: what is left is a difference.
constexpr char kDetails[] = R"(
SELECT l.revision, l.committed_at, c.request_id, coalesce(p.name, ''), c.first_day, c.last_day,
       c.scope, CASE WHEN c.reopens IS NOT NULL THEN 0 ELSE
         (SELECT coalesce(sum(last_day - first_day + 1), 0)
          FROM closing_part WHERE entry_id = l.entry_id)
         - (SELECT coalesce(sum(part.last_day - part.first_day + 1), 0)
            FROM closing AS r JOIN closing_part AS part USING (entry_id)
            WHERE r.reopens = l.revision) END
FROM picked AS l
JOIN closing AS c USING (entry_id)
LEFT JOIN principal AS p USING (principal_id)
ORDER BY l.revision)";

constexpr char kPickByRequest[] = R"(
WITH picked AS (
  SELECT * FROM ledger_entry
  WHERE entry_id = (SELECT entry_id FROM closing WHERE request_id = ($1::uuid[])[1])))";

// The next $2 entries after the revision $1, of which the first has less than $3 items before it.
constexpr char kPickPage[] = R"(
WITH picked AS (
  SELECT *
  FROM (SELECT *, sum(items) OVER (ORDER BY revision) - items AS items_before
        FROM (SELECT * FROM ledger_entry
              WHERE kind IN ('closing', 'reopening') AND revision > $1::bigint
              ORDER BY revision LIMIT $2::bigint) AS next) AS counted
  WHERE items_before < $3::bigint))";

constexpr char kHasAfter[] = R"(
SELECT EXISTS (SELECT FROM ledger_entry
               WHERE kind IN ('closing', 'reopening') AND revision > $1::bigint))";

constexpr char kEntryOf[] = R"(
SELECT entry_id, revision FROM closing JOIN ledger_entry USING (entry_id)
WHERE request_id = ($1::uuid[])[1])";

enum Column {
  kRevision,
  kCommittedAt,
  kRequestId,
  kPrincipal,
  kFirstDay,
  kLastDay,
  kScope,
  kDaysLeft,
};

void SetUp(Connection& connection) {
  PrepareCodeTable(connection);
  PrepareLedger(connection);
  PrepareClosingEntry(connection);
  Prepare(connection, "find_closing", absl::StrCat(kPickByRequest, kDetails).c_str());
  Prepare(connection, "list_closings", absl::StrCat(kPickPage, kDetails).c_str());
  Prepare(connection, "has_closings_after", kHasAfter);
  Prepare(connection, "entry_of_closing", kEntryOf);
}

std::string UuidArray(const EventId& id) {
  BinaryArray ids(ElementType::kUuid, 1);
  ids.fields().AddUuid(id);
  return std::string(ids.bytes());
}

RecordedClosing DetailsIn(const Result& rows, int row) {
  return {.closing = {.revision = rows.Bigint(row, kRevision),
                      .reopens = std::nullopt,
                      .reason = "",
                      .parts = {}},
          .committed_at = TimeOfTimestamp(rows.Bigint(row, kCommittedAt)),
          .request_id = rows.Uuid(row, kRequestId),
          .principal = std::string(rows.Text(row, kPrincipal)),
          .days = {DayOfDate(rows.Integer(row, kFirstDay)), DayOfDate(rows.Integer(row, kLastDay))},
          .scope = std::string(rows.Text(row, kScope)),
          .bureau_days_left = rows.Bigint(row, kDaysLeft)};
}

// The first `count` of `rows`, with what was recorded of each, which never changes.
absl::StatusOr<std::vector<RecordedClosing>> WithParts(Connection& connection, const Result& rows,
                                                       int count) {
  std::vector<RecordedClosing> recorded;
  if (count == 0) return recorded;
  absl::StatusOr<std::vector<Closing>> closings =
      ReadClosings(connection, rows.Bigint(0, kRevision) - 1, rows.Bigint(count - 1, kRevision));
  if (!closings.ok()) return closings.status();
  if (closings->size() != static_cast<size_t>(count)) {
    return absl::InternalError("the ledger has an entry of a closing whose closing is not there");
  }
  for (int row = 0; row < count; ++row) {
    recorded.push_back(DetailsIn(rows, row));
    recorded.back().closing = std::move((*closings)[static_cast<size_t>(row)]);
  }
  return recorded;
}

absl::StatusOr<std::optional<RecordedClosing>> FindByRequest(Connection& connection,
                                                             const EventId& request_id) {
  const Result rows = RunPrepared(connection, "find_closing", {UuidArray(request_id)});
  if (rows.rows() == 0) return std::nullopt;
  absl::StatusOr<std::vector<RecordedClosing>> found = WithParts(connection, rows, 1);
  if (!found.ok()) return found.status();
  return std::move(found->front());
}

absl::StatusOr<ClosingPage> ReadPage(Connection& connection, int64_t after_revision, int limit) {
  const Result rows =
      RunPrepared(connection, "list_closings",
                  {BigintBytes(after_revision), BigintBytes(limit), BigintBytes(kEnoughParts)});
  absl::StatusOr<std::vector<RecordedClosing>> closings = WithParts(connection, rows, rows.rows());
  if (!closings.ok()) return closings.status();
  ClosingPage page = {.closings = *std::move(closings), .has_more = false};
  if (page.closings.empty()) return page;
  const std::string last = BigintBytes(page.closings.back().closing.revision);
  page.has_more = RunPrepared(connection, "has_closings_after", {last}).Boolean(0, 0);
  return page;
}

// One transaction: the entry of `request`, whose id becomes one of `entry_ids`. Returns its
// revision.
int64_t AttemptClosing(Connection& connection, const ClosingRequest& request, const Digest& rules,
                       std::vector<int64_t>* entry_ids) {
  Transaction transaction(connection);
  CodeTable codes;
  codes.Load(transaction);
  const int64_t entry_id = DrawEntryId(transaction);
  entry_ids->push_back(entry_id);
  Failpoint("before_closing", transaction);
  const EntryItems items = WriteClosing(transaction, request, entry_id, codes);
  Failpoint("after_closing", transaction);
  return AppendToLedgerAndCommit(transaction, entry_id, KindOf(request), items, rules).revision;
}

class PostgresClosingStore : public ClosingStore {
 public:
  explicit PostgresClosingStore(PostgresOptions options)
      : session_(std::move(options), SetUp), attempts_(&session_, kMaxAttempts, kFirstPauseMs) {}

  absl::StatusOr<std::optional<RecordedClosing>> Find(const EventId& request_id) override {
    return session_.Run("look a closing up", [&](Connection& connection) {
      return FindByRequest(connection, request_id);
    });
  }

  absl::Status AwaitDurable() override {
    return session_
        .Run("wait for the log to be flushed",
             [](Connection& connection) -> absl::StatusOr<int64_t> {
               Transaction transaction(connection);
               return CommitNothing(transaction);
             })
        .status();
  }

  absl::StatusOr<int64_t> Record(const ClosingRequest& request, const Digest& rules) override;

  absl::StatusOr<ClosingPage> List(int64_t after_revision, int limit) override {
    JURIMETER_REQUIRE(1 <= limit && limit <= kMaxPageClosings);
    return session_.Run("list closings", [&](Connection& connection) {
      return ReadPage(connection, after_revision, limit);
    });
  }

 private:
  // The revision of the entry that has the request id, if it is one of `entry_ids`: an attempt was
  // committed whose answer was lost.
  //   ALREADY_EXISTS  another entry has it
  //   NOT_FOUND       no entry has it any more, or it was another key that was taken
  absl::StatusOr<int64_t> RevisionOfTaken(const EventId& request_id,
                                          const std::vector<int64_t>& entry_ids);

  Session session_;
  Attempts attempts_;
};

absl::StatusOr<int64_t> PostgresClosingStore::Record(const ClosingRequest& request,
                                                     const Digest& rules) {
  std::vector<int64_t> entry_ids;
  int failures = 0;
  while (true) {
    int64_t revision = 0;
    Failure failure = Failure::kRetry;
    absl::Status status = attempts_.Try(
        "record a closing", rules,
        [&](Connection& connection) {
          revision = AttemptClosing(connection, request, rules, &entry_ids);
        },
        &failure);
    if (status.ok()) return revision;
    if (failure == Failure::kFinal) return status;
    if (failure == Failure::kData) return absl::InternalError(status.message());
    if (failure == Failure::kDuplicateKey) {
      const auto taken = RevisionOfTaken(request.request_id, entry_ids);
      if (!absl::IsNotFound(taken.status())) return taken;
    }
    status = attempts_.PauseAfter(status, &failures);
    if (!status.ok()) return status;
  }
}

absl::StatusOr<int64_t> PostgresClosingStore::RevisionOfTaken(
    const EventId& request_id, const std::vector<int64_t>& entry_ids) {
  return session_.Run("look a closing up", [&](Connection& connection) -> absl::StatusOr<int64_t> {
    const Result entry = RunPrepared(connection, "entry_of_closing", {UuidArray(request_id)});
    if (entry.rows() == 0) return absl::NotFoundError("no closing has this request id");
    const int64_t entry_id = entry.Bigint(0, 0);
    if (std::find(entry_ids.begin(), entry_ids.end(), entry_id) != entry_ids.end()) {
      // It is visible, but a synchronous standby may not have confirmed it.
      Transaction transaction(connection);
      CommitNothing(transaction);
      return entry.Bigint(0, 1);
    }
    return absl::AlreadyExistsError(
        absl::StrCat("\"", request_id.ToString(), "\" stands for a closing already"));
  });
}

}  // namespace

std::unique_ptr<ClosingStore> MakePostgresClosingStore(PostgresOptions options) {
  return std::make_unique<PostgresClosingStore>(std::move(options));
}

}  // namespace jurimeter::storage
