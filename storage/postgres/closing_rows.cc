#include "storage/postgres/closing_rows.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/prepared.h"

namespace jurimeter::storage {
namespace {

// A row for each entry, then one for each of its parts. Revisions are greater than $1 and not
// greater than $2. By the indexes, whatever the statistics say: OFFSET 0 keeps the planner from
// other joins.
constexpr char kClosings[] = R"(
WITH entry AS MATERIALIZED (
  SELECT revision, entry_id, items
  FROM ledger_entry
  WHERE kind IN ('closing', 'reopening') AND revision > $1 AND revision <= $2)
SELECT e.revision, NULL::integer, NULL::date, NULL::date, e.items, c.reopens, c.reason
FROM entry AS e
LEFT JOIN LATERAL (SELECT reopens, reason FROM closing WHERE entry_id = e.entry_id
                   OFFSET 0) AS c ON true
UNION ALL
SELECT e.revision, p.bureau_id, p.first_day, p.last_day, NULL, NULL, NULL
FROM entry AS e
CROSS JOIN LATERAL (SELECT * FROM closing_part WHERE entry_id = e.entry_id OFFSET 0) AS p
ORDER BY 1, 2 NULLS FIRST, 3)";

enum Column { kRevision, kBureau, kFirstDay, kLastDay, kItems, kReopens, kReason };

// Takes the rows of one entry after the other.
class Reading {
 public:
  void Take(const Result& rows, int row) {
    if (rows.IsNull(row, kBureau)) {
      Begin(rows, row);
    } else {
      const DayInterval days = {DayOfDate(rows.Integer(row, kFirstDay)),
                                DayOfDate(rows.Integer(row, kLastDay))};
      closings_.back().parts.push_back({rows.Integer(row, kBureau), days});
      ++items_;
    }
  }

  absl::StatusOr<std::vector<Closing>> Finish() {
    End();
    if (!fault_.ok()) return fault_;
    return std::move(closings_);
  }

 private:
  void Begin(const Result& rows, int row) {
    End();
    Closing& closing = closings_.emplace_back();
    closing.revision = rows.Bigint(row, kRevision);
    if (!rows.IsNull(row, kReopens)) closing.reopens = rows.Bigint(row, kReopens);
    const bool has_content = !rows.IsNull(row, kReason);
    if (has_content) closing.reason = rows.Text(row, kReason);
    stated_items_ = rows.Bigint(row, kItems);
    items_ = has_content ? 1 : 0;
  }

  // Of the entry so far.
  void End() {
    if (items_ == stated_items_ || !fault_.ok()) return;
    fault_ = absl::InternalError(absl::StrCat(
        "the ledger states ", stated_items_, " items for the closing or reopening of revision ",
        closings_.back().revision, ", of which ", items_, " are there"));
  }

  std::vector<Closing> closings_;
  absl::Status fault_;
  // Of the last one.
  int64_t stated_items_ = 0;
  int64_t items_ = 0;
};

}  // namespace

absl::StatusOr<std::vector<Closing>> ReadClosings(Connection& connection, int64_t after,
                                                  int64_t last) {
  const std::string statement =
      absl::StrReplaceAll(kClosings, {{"$1", absl::StrCat(after)}, {"$2", absl::StrCat(last)}});
  const Result rows = RunStatement(connection, statement.c_str());
  Reading reading;
  for (int row = 0; row < rows.rows(); ++row) reading.Take(rows, row);
  return reading.Finish();
}

}  // namespace jurimeter::storage
