// Statements on retractions, within a transaction of the caller, and the codec of their rows.
//
// All throw what Transaction throws.
#ifndef JURIMETER_STORAGE_POSTGRES_RETRACTION_LOG_H_
#define JURIMETER_STORAGE_POSTGRES_RETRACTION_LOG_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "domain/event/correction.h"
#include "storage/postgres/cell_day.h"
#include "storage/postgres/code_table.h"
#include "storage/postgres/transaction.h"

namespace jurimeter::storage {

// A row of the table `retraction`. The reason belongs to whatever the row was made from.
struct RetractionRow {
  BureauKey bureau;
  EventId event_id;
  PrincipalKey principal;
  EventId request_id;
  std::optional<EventId> replaced_by;
  std::optional<EventId> standing;  // of a stock: the report that stood after the entry
  std::string_view reason;
};

// The columns that a leaf is made of, of the table r.
inline constexpr char kRetractionColumnsOfR[] =
    "r.bureau_id, r.event_id, r.principal_id, r.request_id, r.replaced_by, r.standing, r.reason";
inline constexpr int kRetractionColumnCount = 7;

// Reads those columns, of which the first is `first`.
RetractionRow ReadRetractionRow(const Result& result, int row, int first);

// Appends the canonical bytes of the row. A key without a code in `codes` has none there.
void AppendLeaf(const RetractionRow& row, const CodeTable& codes, std::string* out);

// Prepares the statements below; once for each connection.
void PrepareRetractionLog(Connection& connection);

// A recorded event that a correction names.
struct Target {
  // Of the event. Its texts are not kept.
  CellDay day;
  Measure measure;
  int64_t quantity;
  // Of the retraction, if there is one and it was asked for.
  struct Retracted {
    EventId request_id;
    std::optional<EventId> replaced_by;
    std::string reason;
    int64_t entry_id;
    int64_t revision;
  };
  std::optional<Retracted> retracted = {};
};

// The targets of `corrections`, by place; none for an event that is not recorded. Does not ask
// which are retracted.
std::vector<std::optional<Target>> FindTargets(Transaction& transaction,
                                               absl::Span<const Correction* const> corrections);

// Asks which of those at `places` are retracted. There must be targets.
void FindRetracted(Transaction& transaction, absl::Span<const Correction* const> corrections,
                   absl::Span<const size_t> places, std::vector<std::optional<Target>>* targets);

// Sends the statement that inserts `rows`. If an event is retracted already, the next function that
// waits for the transaction throws pqxx::sql_error with the state of unique_violation.
void InsertRetractions(Transaction& transaction, absl::Span<const RetractionRow> rows,
                       int64_t entry_id);

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_RETRACTION_LOG_H_
