// An event as its row in the log has it: the one codec of whatever writes, reads and proves rows.
//
// Example:
//   const LogRow row = RowOf(event, seal, entry_id);
//   AddColumns(row, &copy.fields());
//   AppendLeaf(row, codes, &leaf);
//
// Threads: pure functions; EventArrays belong to one thread.
#ifndef JURIMETER_STORAGE_POSTGRES_EVENT_CODEC_H_
#define JURIMETER_STORAGE_POSTGRES_EVENT_CODEC_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "domain/event/event.h"
#include "domain/event/event_id.h"
#include "domain/ledger/digest.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/prepared.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// The texts belong to whatever the row was made from.
struct LogRow {
  BureauKey bureau;
  EventId id;
  IndicatorKey indicator;
  CategoryKey category;
  PrincipalKey principal;
  absl::Time occurred_at;
  int32_t occurred_on;  // as DayNumber counts it
  Measure measure;
  int64_t quantity;
  std::string_view subject;
  std::string_view seal;
  int64_t entry_id;
};

// Whether the row's subject was erased: `seal` is then the digest that stands in the leaf.
inline bool IsErased(const LogRow& row) { return row.seal.size() == sizeof(Digest); }

// The columns in the order of all functions below; as those of the table e in the second.
inline constexpr char kEventColumns[] =
    "bureau_id, event_id, indicator_id, category_id, principal_id, occurred_at, occurred_on, "
    "measure, quantity, subject, subject_seal, entry_id";
inline constexpr char kColumnsOfE[] =
    "e.bureau_id, e.event_id, e.indicator_id, e.category_id, e.principal_id, e.occurred_at, "
    "e.occurred_on, e.measure, e.quantity, e.subject, e.subject_seal, e.entry_id";
inline constexpr int16_t kEventColumnCount = 12;

// The row of `event`, sent by nobody.
LogRow RowOf(const Event& event, std::string_view seal, int64_t entry_id);

// Reads the row's columns, of which the first is `first`.
LogRow ReadLogRow(const Result& result, int row, int first);

// Adds all columns, as COPY takes them.
void AddColumns(const LogRow& row, BinaryFields* fields);

// Rows of one entry as the parameters of an INSERT: an array for each column but the last, in their
// order, and the entry_id.
class EventArrays {
 public:
  // What stands in the INSERT: unnest of the arrays $1 to $11; $12 is the entry_id.
  static constexpr char kUnnest[] =
      "unnest($1::integer[], $2::uuid[], $3::integer[], $4::integer[], $5::integer[], "
      "$6::timestamptz[], $7::date[], $8::integer[], $9::bigint[], $10::text[], $11::bytea[])";

  // The same for a single row: without a scan of arrays it takes the server half of the time.
  static constexpr char kOnlyRow[] =
      "($1::integer[])[1], ($2::uuid[])[1], ($3::integer[])[1], ($4::integer[])[1], "
      "($5::integer[])[1], ($6::timestamptz[])[1], ($7::date[])[1], ($8::integer[])[1], "
      "($9::bigint[])[1], ($10::text[])[1], ($11::bytea[])[1]";

  explicit EventArrays(size_t rows);

  void Add(const LogRow& row);
  void Send(Transaction& transaction, const char* statement, int64_t entry_id);

 private:
  BinaryArray bureaus_, ids_, indicators_, categories_, principals_, times_, days_, measures_,
      quantities_, subjects_, seals_;
};

// Appends the canonical bytes of the row. A key without a code in `codes` has none there.
void AppendLeaf(const LogRow& row, const CodeTable& codes, std::string* out);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_EVENT_CODEC_H_
