#include "storage/postgres/event_log.h"

#include <algorithm>
#include <pqxx/tablewriter>
#include <string>

#include "storage/postgres/failpoint.h"
#include "storage/postgres/sql_text.h"

namespace jurimeter::storage {
namespace {

constexpr char kFindStored[] = R"(
SELECT id.place - 1, e.indicator_id, e.category_id,
       (extract(epoch FROM e.occurred_at) * 1000000)::bigint, e.quantity, e.subject, e.commit_id
FROM unnest($1::integer[], $2::uuid[]) WITH ORDINALITY AS id (bureau_id, event_id, place)
JOIN event AS e USING (bureau_id, event_id)
ORDER BY id.place)";

constexpr char kNextCommitId[] = "SELECT nextval('commit_id')";

// No timeout may cut off the COMMIT that follows: while it waits for a synchronous standby, a
// cancellation would report success.
constexpr char kAppendToLedger[] = R"(
WITH head AS (
  UPDATE ledger_head
  SET revision = revision + 1,
      chain = sha256(chain || int8send(revision + 1) || int8send($1::bigint) ||
                     int8send($2::bigint) || $3::bytea)
  RETURNING revision, chain)
INSERT INTO ledger_commit (revision, commit_id, committed_at, events, digest, chain)
SELECT revision, $1, clock_timestamp(), $2, $3, chain FROM head
RETURNING revision, set_config('statement_timeout', '0', true))";

constexpr const char* kEventColumns[] = {"bureau_id",   "event_id",    "indicator_id",
                                         "category_id", "occurred_at", "occurred_on",
                                         "quantity",    "subject",     "commit_id"};

// Bytes of COPY lines that go to libpq at once.
constexpr size_t kChunkBytes = 32 * 1024;

void AppendLine(const Event& event, int64_t commit_id, std::string* out) {
  AppendInteger(event.bureau(), out);
  out->push_back('\t');
  AppendUuid(event.id(), out);
  out->push_back('\t');
  AppendInteger(event.indicator(), out);
  out->push_back('\t');
  AppendInteger(event.category(), out);
  out->push_back('\t');
  AppendTimestamp(event.occurred_at(), out);
  out->push_back('\t');
  AppendDay(event.occurred_on(), out);
  out->push_back('\t');
  AppendInteger(event.quantity(), out);
  out->push_back('\t');
  AppendCopyField(event.subject(), out);
  out->push_back('\t');
  AppendInteger(commit_id, out);
  out->push_back('\n');
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

}  // namespace

void PrepareEventLog(pqxx::connection& connection) {
  connection.prepare("find_stored", kFindStored);
  connection.prepare("next_commit_id", kNextCommitId);
  connection.prepare("append_to_ledger", kAppendToLedger);
}

std::vector<std::pair<size_t, StoredEvent>> FindStored(pqxx::work& transaction,
                                                       absl::Span<const BatchEntry> entries) {
  ArrayText bureaus;
  ArrayText ids;
  for (const BatchEntry& entry : entries) {
    bureaus.AddInteger(entry.event->bureau());
    ids.AddUuid(entry.event->id());
  }
  Failpoint("before_look_up", transaction);
  std::vector<std::pair<size_t, StoredEvent>> found;
  for (const pqxx::row& row :
       transaction.exec_prepared("find_stored", bureaus.Finish(), ids.Finish())) {
    found.emplace_back(row[0].as<size_t>(),
                       StoredEvent{.indicator = row[1].as<IndicatorKey>(),
                                   .category = row[2].as<CategoryKey>(),
                                   .occurred_at = absl::FromUnixMicros(row[3].as<int64_t>()),
                                   .quantity = row[4].as<int64_t>(),
                                   .subject = row[5].as<std::string>(),
                                   .commit_id = row[6].as<int64_t>()});
  }
  return found;
}

int64_t NextCommitId(pqxx::work& transaction) {
  Failpoint("before_commit_id", transaction);
  return transaction.exec_prepared1("next_commit_id")[0].as<int64_t>();
}

Digest CopyEvents(pqxx::work& transaction, absl::Span<const BatchEntry> entries, int64_t commit_id,
                  const CodeTable& codes) {
  Failpoint("before_copy", transaction);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
  // stream_to replaces it but takes no finished lines, and its field by field conversion costs
  // more than the database. The fault that made it deprecated, escaping in multibyte encodings,
  // lies in what we do not use.
  pqxx::tablewriter writer(transaction, "event", std::begin(kEventColumns),
                           std::end(kEventColumns));
#pragma GCC diagnostic pop
  MerkleTree tree;
  std::string lines;
  std::string leaf;
  // The server works on the chunks before while we make the next one.
  for (const BatchEntry& entry : entries) {
    AppendLine(*entry.event, commit_id, &lines);
    leaf.clear();
    AppendCanonicalBytes(ContentOf(*entry.event, codes), &leaf);
    tree.Add(leaf);
    if (lines.size() < kChunkBytes) continue;
    writer.write_raw_line(lines);
    lines.clear();
  }
  if (!lines.empty()) writer.write_raw_line(lines);
  Failpoint("within_copy", transaction);
  writer.complete();
  Failpoint("after_copy", transaction);
  return tree.Root();
}

int64_t AppendToLedger(pqxx::work& transaction, int64_t commit_id, size_t events,
                       const Digest& digest) {
  Failpoint("before_ledger", transaction);
  const pqxx::binarystring bytes(digest.data(), digest.size());
  return transaction
      .exec_prepared1("append_to_ledger", commit_id, static_cast<int64_t>(events), bytes)[0]
      .as<int64_t>();
}

}  // namespace jurimeter::storage
