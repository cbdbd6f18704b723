#include "storage/postgres/event_log.h"

#include <string>
#include <utility>

#include "domain/values/calendar.h"
#include "storage/postgres/binary_copy.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/failpoint.h"

namespace jurimeter::storage {
namespace {

constexpr char kFindStored[] = R"(
SELECT id.place - 1, e.indicator_id, e.category_id, e.occurred_at, e.quantity, e.subject,
       e.commit_id
FROM unnest($1::integer[], $2::uuid[]) WITH ORDINALITY AS id (bureau_id, event_id, place)
JOIN event AS e USING (bureau_id, event_id)
ORDER BY id.place)";

constexpr char kDrawCommitId[] = "SELECT nextval('commit_id')";

// COMMIT follows without a look at what this answers. If the ledger did not take the row, having
// no head or whatever else, there must therefore be an error: more than one row for one value, of a
// class that no event's data has (kUntaken).
// No timeout may cut off that COMMIT: while it waits for a synchronous standby, a cancellation
// would report success.
constexpr char kAppendToLedger[] = R"(
WITH head AS (
  UPDATE ledger_head
  SET revision = revision + 1,
      chain = sha256(chain || int8send(revision + 1) || int8send($1::bigint) ||
                     int8send($2::bigint) || $3::bytea)
  RETURNING revision, chain),
taken AS (
  INSERT INTO ledger_commit (revision, commit_id, committed_at, events, digest, chain)
  SELECT revision, $1, clock_timestamp(), $2, $3, chain FROM head
  RETURNING revision)
SELECT CASE WHEN count(*) = 1 THEN max(revision)
            ELSE (SELECT n::bigint FROM generate_series(1, 2) AS n) END,
       nextval('commit_id'), set_config('statement_timeout', '0', true)
FROM taken)";

// https://www.postgresql.org/docs/15/errcodes-appendix.html: cardinality_violation.
constexpr char kUntaken[] = "21000";

// Up to so many events are inserted by one statement, which travels with those after it. To begin
// and end a COPY takes two round trips more.
constexpr size_t kMostInserted = 30;

constexpr char kInsertEvents[] = R"(
INSERT INTO event (bureau_id, event_id, indicator_id, category_id, occurred_at, occurred_on,
                   quantity, subject, commit_id)
SELECT *, $9::bigint
FROM unnest($1::integer[], $2::uuid[], $3::integer[], $4::integer[], $5::timestamptz[], $6::date[],
            $7::bigint[], $8::text[]))";

constexpr char kCopyEvents[] =
    "COPY event (bureau_id, event_id, indicator_id, category_id, occurred_at, occurred_on, "
    "quantity, subject, commit_id) FROM STDIN (FORMAT binary)";
constexpr int16_t kEventColumns = 9;

void AddRow(const Event& event, int64_t commit_id, BinaryCopy* copy) {
  copy->BeginRow(kEventColumns);
  BinaryFields& fields = copy->fields();
  fields.AddInteger(event.bureau());
  fields.AddUuid(event.id());
  fields.AddInteger(event.indicator());
  fields.AddInteger(event.category());
  fields.AddTimestamp(event.occurred_at());
  fields.AddDay(DayNumber(event.occurred_on()));
  fields.AddBigint(event.quantity());
  fields.AddText(event.subject());
  fields.AddBigint(commit_id);
}

EventContent ContentOf(const Event& event, const CodeTable& codes) {
  return {.bureau = codes.Bureau(event.bureau()),
          .event_id = event.id(),
          .indicator = codes.Indicator(event.indicator()),
          .category = codes.Category(event.category()),
          .occurred_at = event.occurred_at(),
          .occurred_on = event.occurred_on(),
          .quantity = event.quantity(),
          .subject = event.subject()};
}

void AddLeaf(const Event& event, const CodeTable& codes, MerkleTree* tree, std::string* buffer) {
  buffer->clear();
  AppendCanonicalBytes(ContentOf(event, codes), buffer);
  tree->Add(*buffer);
}

// The parameters of insert_events: an array of each column.
struct EventArrays {
  explicit EventArrays(size_t size)
      : bureaus(ElementType::kInteger, size),
        ids(ElementType::kUuid, size),
        indicators(ElementType::kInteger, size),
        categories(ElementType::kInteger, size),
        times(ElementType::kTimestamptz, size),
        days(ElementType::kDate, size),
        quantities(ElementType::kBigint, size),
        subjects(ElementType::kText, size) {}

  void Add(const Event& event) {
    bureaus.fields().AddInteger(event.bureau());
    ids.fields().AddUuid(event.id());
    indicators.fields().AddInteger(event.indicator());
    categories.fields().AddInteger(event.category());
    times.fields().AddTimestamp(event.occurred_at());
    days.fields().AddDay(DayNumber(event.occurred_on()));
    quantities.fields().AddBigint(event.quantity());
    subjects.fields().AddText(event.subject());
  }

  void Send(Transaction& transaction, int64_t commit_id) {
    transaction.Send(
        "insert_events",
        {bureaus.bytes(), ids.bytes(), indicators.bytes(), categories.bytes(), times.bytes(),
         days.bytes(), quantities.bytes(), subjects.bytes(), BigintBytes(commit_id)});
  }

  BinaryArray bureaus, ids, indicators, categories, times, days, quantities, subjects;
};

Digest InsertEvents(Transaction& transaction, absl::Span<const BatchEntry> entries,
                    int64_t commit_id, const CodeTable& codes) {
  Failpoint("before_insert", transaction);
  EventArrays arrays(entries.size());
  MerkleTree tree;
  std::string leaf;
  for (const BatchEntry& entry : entries) {
    arrays.Add(*entry.event);
    AddLeaf(*entry.event, codes, &tree, &leaf);
  }
  arrays.Send(transaction, commit_id);
  Failpoint("after_insert", transaction);
  return tree.Root();
}

Digest CopyEvents(Transaction& transaction, absl::Span<const BatchEntry> entries, int64_t commit_id,
                  const CodeTable& codes) {
  Failpoint("before_copy", transaction);
  BinaryCopy copy(transaction, kCopyEvents);
  MerkleTree tree;
  std::string leaf;
  for (const BatchEntry& entry : entries) {
    AddRow(*entry.event, commit_id, &copy);
    AddLeaf(*entry.event, codes, &tree, &leaf);
    copy.SendFilled();
  }
  Failpoint("within_copy", transaction);
  copy.Finish();
  Failpoint("after_copy", transaction);
  return tree.Root();
}

// Commits behind the ledger's statement, and returns what that answered.
Result CommitToLedger(Transaction& transaction) {
  try {
    return std::move(transaction.Commit().back());
  } catch (const pqxx::sql_error& error) {
    if (error.sqlstate() != kUntaken) throw;
    throw pqxx::failure("the ledger did not take the commit: it has no head, or loses its rows");
  }
}

}  // namespace

void PrepareEventLog(Connection& connection) {
  Prepare(connection, "find_stored", kFindStored);
  Prepare(connection, "draw_commit_id", kDrawCommitId);
  Prepare(connection, "insert_events", kInsertEvents);
  Prepare(connection, "append_to_ledger", kAppendToLedger);
}

std::vector<std::pair<size_t, StoredEvent>> FindStored(Transaction& transaction,
                                                       absl::Span<const BatchEntry> entries) {
  BinaryArray bureaus(ElementType::kInteger, entries.size());
  BinaryArray ids(ElementType::kUuid, entries.size());
  for (const BatchEntry& entry : entries) {
    bureaus.fields().AddInteger(entry.event->bureau());
    ids.fields().AddUuid(entry.event->id());
  }
  Failpoint("before_look_up", transaction);
  transaction.Send("find_stored", {bureaus.bytes(), ids.bytes()});
  const Result result = std::move(transaction.Receive().back());
  std::vector<std::pair<size_t, StoredEvent>> found;
  found.reserve(result.rows());
  for (int row = 0; row < result.rows(); ++row) {
    found.emplace_back(static_cast<size_t>(result.Bigint(row, 0)),
                       StoredEvent{.indicator = result.Integer(row, 1),
                                   .category = result.Integer(row, 2),
                                   .occurred_at = TimeOfTimestamp(result.Bigint(row, 3)),
                                   .quantity = result.Bigint(row, 4),
                                   .subject = std::string(result.Text(row, 5)),
                                   .commit_id = result.Bigint(row, 6)});
  }
  return found;
}

int64_t DrawCommitId(Transaction& transaction) {
  transaction.Send("draw_commit_id", {});
  return transaction.Receive().back().Bigint(0, 0);
}

Digest WriteEvents(Transaction& transaction, absl::Span<const BatchEntry> entries,
                   int64_t commit_id, const CodeTable& codes) {
  return entries.size() <= kMostInserted ? InsertEvents(transaction, entries, commit_id, codes)
                                         : CopyEvents(transaction, entries, commit_id, codes);
}

void SendNoEvents(Transaction& transaction) { EventArrays(0).Send(transaction, 0); }

Appended AppendToLedgerAndCommit(Transaction& transaction, int64_t commit_id, size_t events,
                                 const Digest& digest) {
  Failpoint("before_ledger", transaction);
  transaction.Send("append_to_ledger",
                   {BigintBytes(commit_id),
                    BigintBytes(static_cast<int64_t>(events)),
                    {reinterpret_cast<const char*>(digest.data()), digest.size()}});
  Failpoint("before_commit", transaction);
  const Result result = CommitToLedger(transaction);
  Failpoint("after_commit", transaction);
  return {.revision = result.Bigint(0, 0), .next_commit_id = result.Bigint(0, 1)};
}

}  // namespace jurimeter::storage
