#include "storage/postgres/day_changes.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_replace.h"
#include "domain/totals/totals.h"
#include "domain/values/calendar.h"
#include "domain/values/quantity.h"
#include "storage/event_store.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/cell_day.h"
#include "storage/postgres/failpoint.h"

namespace jurimeter::storage {
namespace {

// $rows stands for one of the two below.
constexpr char kUpsertTotals[] = R"(
INSERT INTO day_total (bureau_id, indicator_id, category_id, day, total, events)
$rows
ON CONFLICT (bureau_id, indicator_id, category_id, day) DO UPDATE
SET total = day_total.total + excluded.total, events = day_total.events + excluded.events)";

constexpr char kTotals[] = R"(
SELECT * FROM unnest($1::integer[], $2::integer[], $3::integer[], $4::date[], $5::bigint[],
                     $6::bigint[]))";

// A single row: without a scan of arrays it takes the server less time.
constexpr char kOnlyTotal[] = R"(
VALUES (($1::integer[])[1], ($2::integer[])[1], ($3::integer[])[1], ($4::date[])[1],
        ($5::bigint[])[1], ($6::bigint[])[1]))";

constexpr char kUpsertLevels[] = R"(
INSERT INTO day_level
  (bureau_id, indicator_id, category_id, day, events, level, occurred_at, event_id)
SELECT * FROM unnest($1::integer[], $2::integer[], $3::integer[], $4::date[], $5::bigint[],
                     $6::bigint[], $7::timestamptz[], $8::uuid[])
ON CONFLICT (bureau_id, indicator_id, category_id, day) DO UPDATE
SET events = day_level.events + excluded.events,
    level = CASE WHEN (excluded.occurred_at, excluded.event_id) >
                      (day_level.occurred_at, day_level.event_id)
                 THEN excluded.level ELSE day_level.level END,
    event_id = CASE WHEN (excluded.occurred_at, excluded.event_id) >
                         (day_level.occurred_at, day_level.event_id)
                    THEN excluded.event_id ELSE day_level.event_id END,
    occurred_at = greatest(excluded.occurred_at, day_level.occurred_at))";

// Before every moment that an event can have: PostgreSQL's range begins in 4714 BC.
constexpr absl::Time kBeforeAll = absl::FromUnixSeconds(-100'000'000'000);

// The total of a day of one batch fits into a bigint.
static_assert(kMaxCommitEvents <= std::numeric_limits<int64_t>::max() / kMaxQuantity);

// What a commit adds to a flow's day.
struct FlowChange {
  int64_t total = 0;
  int64_t events = 0;
};

// What a commit changes in the reports of a stock's day.
struct StockChange {
  const Event* last = nullptr;  // that it adds; null if it only retracts
  int64_t events = 0;
};

// What no report gives way to: the level of a day stays as it is. Which one stands in place of a
// retracted one is found out later, once the row is locked.
Level NoLevel() {
  static constexpr std::array<uint8_t, 16> kNil{};
  return {.level = 0, .occurred_at = kBeforeAll, .event_id = EventId::FromBytes(kNil)};
}

Level LevelOf(const Event& event) {
  return {.level = event.quantity(), .occurred_at = event.occurred_at(), .event_id = event.id()};
}

bool Supersedes(const Event& event, const Event& other) {
  return LevelOf(event).Supersedes(LevelOf(other));
}

template <typename Change>
using Changes = absl::flat_hash_map<CellDay, Change>;

template <typename Change>
std::vector<std::pair<CellDay, Change>> Sorted(const Changes<Change>& changes) {
  std::vector<std::pair<CellDay, Change>> sorted(changes.begin(), changes.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return sorted;
}

struct TotalColumns {
  explicit TotalColumns(size_t size)
      : keys(size), totals(ElementType::kBigint, size), events(ElementType::kBigint, size) {}

  void Send(Transaction& transaction, const char* statement) {
    transaction.Send(statement,
                     {keys.bureaus.bytes(), keys.indicators.bytes(), keys.categories.bytes(),
                      keys.days.bytes(), totals.bytes(), events.bytes()});
  }

  CellDayArrays keys;
  BinaryArray totals, events;
};

struct LevelColumns {
  explicit LevelColumns(size_t size)
      : keys(size),
        events(ElementType::kBigint, size),
        levels(ElementType::kBigint, size),
        times(ElementType::kTimestamptz, size),
        ids(ElementType::kUuid, size) {}

  void Send(Transaction& transaction) {
    transaction.Send("upsert_levels", {keys.bureaus.bytes(), keys.indicators.bytes(),
                                       keys.categories.bytes(), keys.days.bytes(), events.bytes(),
                                       levels.bytes(), times.bytes(), ids.bytes()});
  }

  CellDayArrays keys;
  BinaryArray events, levels, times, ids;
};

void UpsertTotals(Transaction& transaction, const Changes<FlowChange>& flows) {
  if (flows.empty()) return;
  TotalColumns columns(flows.size());
  for (const auto& [key, flow] : Sorted(flows)) {
    columns.keys.Add(key);
    columns.totals.fields().AddBigint(flow.total);
    columns.events.fields().AddBigint(flow.events);
  }
  Failpoint("before_totals", transaction);
  columns.Send(transaction, flows.size() == 1 ? "upsert_total" : "upsert_totals");
}

void UpsertLevels(Transaction& transaction, const Changes<StockChange>& stocks) {
  if (stocks.empty()) return;
  LevelColumns columns(stocks.size());
  for (const auto& [key, stock] : Sorted(stocks)) {
    columns.keys.Add(key);
    columns.events.fields().AddBigint(stock.events);
    const Level level = stock.last == nullptr ? NoLevel() : LevelOf(*stock.last);
    columns.levels.fields().AddBigint(level.level);
    columns.times.fields().AddTimestamp(level.occurred_at);
    columns.ids.fields().AddUuid(level.event_id);
  }
  Failpoint("before_levels", transaction);
  columns.Send(transaction);
}

void PrepareUpsert(Connection& connection, const char* name, const char* rows) {
  const std::string statement = absl::StrReplaceAll(kUpsertTotals, {{"$rows", rows}});
  Prepare(connection, name, statement.c_str());
}

}  // namespace

void PrepareDayChanges(Connection& connection) {
  PrepareUpsert(connection, "upsert_totals", kTotals);
  PrepareUpsert(connection, "upsert_total", kOnlyTotal);
  Prepare(connection, "upsert_levels", kUpsertLevels);
}

void UpsertDayChanges(Transaction& transaction, absl::Span<const BatchEntry> entries,
                      absl::Span<const Target* const> retracted) {
  Changes<FlowChange> flows;
  Changes<StockChange> stocks;
  for (const BatchEntry& entry : entries) {
    const Event& event = *entry.event;
    const CellDay key{{event.bureau(), event.indicator(), event.category()},
                      DayNumber(event.occurred_on())};
    if (event.measure() == Measure::kFlow) {
      FlowChange& flow = flows[key];
      flow.total += event.quantity();
      ++flow.events;
    } else {
      StockChange& stock = stocks[key];
      if (stock.last == nullptr || Supersedes(event, *stock.last)) stock.last = &event;
      ++stock.events;
    }
  }
  for (const Target* target : retracted) {
    if (target->measure == Measure::kFlow) {
      FlowChange& flow = flows[target->day];
      flow.total -= target->quantity;
      --flow.events;
    } else {
      --stocks[target->day].events;
    }
  }
  UpsertTotals(transaction, flows);
  UpsertLevels(transaction, stocks);
}

void SendNoDayChanges(Transaction& transaction) {
  TotalColumns(0).Send(transaction, "upsert_totals");
  LevelColumns(0).Send(transaction);
}

}  // namespace jurimeter::storage
