#include "storage/postgres/event_log.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/postgres/binary_copy.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/event_codec.h"
#include "storage/postgres/failpoint.h"
#include "storage/postgres/subject_seal.h"

namespace jurimeter::storage {
namespace {

// Up to so many events are inserted by one statement, which travels with those after it. To begin
// and end a COPY takes two round trips more.
constexpr size_t kMostInserted = 30;

std::string FindStoredSql() {
  return absl::StrCat("SELECT id.place - 1, r.event_id IS NOT NULL, ", kColumnsOfE, R"(
FROM unnest($1::integer[], $2::uuid[]) WITH ORDINALITY AS id (bureau_id, event_id, place)
JOIN event AS e USING (bureau_id, event_id)
LEFT JOIN LATERAL (SELECT event_id FROM retraction AS r
                   WHERE r.bureau_id = e.bureau_id AND r.event_id = e.event_id
                   OFFSET 0) AS r ON true
ORDER BY id.place)");
}

std::string InsertEventsSql() {
  return absl::StrCat("INSERT INTO event (", kEventColumns, ") SELECT *, $12::bigint FROM ",
                      EventArrays::kUnnest);
}

std::string InsertEventSql() {
  return absl::StrCat("INSERT INTO event (", kEventColumns, ") VALUES (", EventArrays::kOnlyRow,
                      ", $12::bigint)");
}

std::string CopyEventsSql() {
  return absl::StrCat("COPY event (", kEventColumns, ") FROM STDIN (FORMAT binary)");
}

// The rows of a commit, and their tree.
class SealedRows {
 public:
  SealedRows(int64_t entry_id, const CodeTable& codes, MerkleTree* tree)
      : entry_id_(entry_id), codes_(codes), tree_(*tree) {}

  // The row of the next event. It is good until the next call.
  LogRow Next(const Event& event) {
    seal_ = NewSubjectSeal(event.subject());
    const LogRow row = RowOf(event, seal_, entry_id_);
    leaf_.clear();
    AppendLeaf(row, codes_, &leaf_);
    tree_.Add(leaf_);
    return row;
  }

  int64_t entry_id() const { return entry_id_; }

 private:
  const int64_t entry_id_;
  const CodeTable& codes_;
  std::string seal_;
  std::string leaf_;
  MerkleTree& tree_;
};

void InsertEvents(Transaction& transaction, absl::Span<const BatchEntry> entries,
                  SealedRows* rows) {
  Failpoint("before_insert", transaction);
  EventArrays arrays(entries.size());
  for (const BatchEntry& entry : entries) arrays.Add(rows->Next(*entry.event));
  arrays.Send(transaction, entries.size() == 1 ? "insert_event" : "insert_events",
              rows->entry_id());
  Failpoint("after_insert", transaction);
}

void CopyEvents(Transaction& transaction, absl::Span<const BatchEntry> entries, SealedRows* rows) {
  Failpoint("before_copy", transaction);
  BinaryCopy copy(transaction, CopyEventsSql().c_str());
  for (const BatchEntry& entry : entries) {
    copy.BeginRow(kEventColumnCount);
    AddColumns(rows->Next(*entry.event), &copy.fields());
    copy.SendFilled();
  }
  Failpoint("within_copy", transaction);
  copy.Finish();
  Failpoint("after_copy", transaction);
}

}  // namespace

void PrepareEventLog(Connection& connection) {
  Prepare(connection, "find_stored", FindStoredSql().c_str());
  Prepare(connection, "insert_events", InsertEventsSql().c_str());
  Prepare(connection, "insert_event", InsertEventSql().c_str());
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
    const LogRow stored = ReadLogRow(result, row, 2);
    found.emplace_back(static_cast<size_t>(result.Bigint(row, 0)),
                       StoredEvent{.indicator = stored.indicator,
                                   .category = stored.category,
                                   .occurred_at = stored.occurred_at,
                                   .quantity = stored.quantity,
                                   .subject = std::string(stored.subject),
                                   .is_erased = IsErased(stored),
                                   .is_retracted = result.Boolean(row, 1),
                                   .entry_id = stored.entry_id});
  }
  return found;
}

void WriteEvents(Transaction& transaction, absl::Span<const BatchEntry> entries, int64_t entry_id,
                 const CodeTable& codes, MerkleTree* tree) {
  SealedRows rows(entry_id, codes, tree);
  if (entries.size() <= kMostInserted) {
    InsertEvents(transaction, entries, &rows);
  } else {
    CopyEvents(transaction, entries, &rows);
  }
}

void SendNoEvents(Transaction& transaction) {
  EventArrays(0).Send(transaction, "insert_events", 0);
}

}  // namespace jurimeter::storage
