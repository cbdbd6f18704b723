#include "storage/postgres/ledger_rows.h"

#include <optional>
#include <pqxx/pqxx>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/closing_rows.h"
#include "storage/postgres/known_kinds.h"
#include "storage/postgres/stored_catalog.h"

namespace jurimeter::storage {
namespace {

constexpr char kScanTables[] = "SET LOCAL enable_seqscan = on";

// A few megabytes.
constexpr char kFetchTotals[] = "FETCH 20000 FROM totals";

// Adds a row of the totals.
void AddTotal(const Result& rows, int row, TotalsChange* change) {
  const int64_t events = rows.Bigint(row, kEvents);
  if (rows.IsNull(row, kEventId)) {
    change->flows.push_back(
        {CellIn(rows, row), {DayIn(rows, row), {rows.Bigint(row, kNumber), events}}});
  } else {
    change->levels.push_back({CellIn(rows, row), {DayIn(rows, row), LevelIn(rows, row), events}});
  }
}

// All totals, and the position that they are of, if the query says it.
std::optional<LedgerPosition> ReadTotals(Connection& connection, const std::string& query,
                                         Totals* totals) {
  pqxx::read_transaction transaction(connection);
  transaction.exec(kScanTables);
  transaction.exec(absl::StrCat("DECLARE totals NO SCROLL CURSOR FOR ", query));
  TotalsChange all;
  std::optional<LedgerPosition> position;
  int fetched = 0;
  do {
    const Result rows = RunStatement(connection, kFetchTotals);
    fetched = rows.rows();
    for (int row = 0; row < fetched; ++row) {
      if (rows.IsNull(row, kBureau)) {
        position = PositionIn(rows, row);
      } else {
        AddTotal(rows, row, &all);
      }
    }
  } while (fetched > 0);
  if (position.has_value()) totals->Apply(all, position->revision);
  return position;
}

}  // namespace

CellKey CellIn(const Result& rows, int row) {
  return {rows.Integer(row, kBureau), rows.Integer(row, kIndicator), rows.Integer(row, kCategory)};
}

int32_t DayIn(const Result& rows, int row) { return DayOfDate(rows.Integer(row, kDay)); }

Level LevelIn(const Result& rows, int row) {
  return {rows.Bigint(row, kNumber), TimeOfTimestamp(rows.Bigint(row, kOccurredAt)),
          rows.Uuid(row, kEventId)};
}

LedgerPosition PositionIn(const Result& rows, int row) {
  LedgerPosition position = {.revision = rows.Bigint(row, kNumber),
                             .chain = rows.Sha256(row, kChain)};
  if (!rows.IsNull(row, kOccurredAt)) {
    position.committed_at = TimeOfTimestamp(rows.Bigint(row, kOccurredAt));
  }
  return position;
}

absl::StatusOr<LedgerState> ReadState(Connection& connection, const std::string& query) {
  LedgerState state;
  const std::optional<LedgerPosition> position = ReadTotals(connection, query, &state.totals);
  if (!position.has_value()) return absl::NotFoundError("the ledger has no such position");
  state.position = *position;
  // After the totals: none of their entries may be of a kind that this program does not know.
  const absl::Status kinds = CheckKinds(connection, position->revision);
  if (!kinds.ok()) return kinds;
  absl::StatusOr<StoredCatalog> catalog = ReadCatalogAt(connection, position->revision);
  if (!catalog.ok()) return absl::FailedPreconditionError(catalog.status().message());
  state.catalog = *std::move(catalog);
  const absl::StatusOr<std::vector<Closing>> closings =
      ReadClosings(connection, 0, position->revision);
  if (!closings.ok()) return closings.status();
  state.closed.Apply(*closings);
  state.entries = CountKinds(connection, position->revision);
  return state;
}

}  // namespace jurimeter::storage
