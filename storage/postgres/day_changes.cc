#include "storage/postgres/day_changes.h"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "domain/totals/totals.h"
#include "domain/values/calendar.h"
#include "domain/values/quantity.h"
#include "storage/event_store.h"
#include "storage/postgres/binary_values.h"
#include "storage/postgres/failpoint.h"

namespace jurimeter::storage {
namespace {

constexpr char kUpsertTotals[] = R"(
INSERT INTO day_total (bureau_id, indicator_id, category_id, day, total, events)
SELECT * FROM unnest($1::integer[], $2::integer[], $3::integer[], $4::date[], $5::bigint[],
                     $6::bigint[])
ON CONFLICT (bureau_id, indicator_id, category_id, day) DO UPDATE
SET total = day_total.total + excluded.total, events = day_total.events + excluded.events)";

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

// The total of a day of one batch fits into a bigint.
static_assert(kMaxCommitEvents <= std::numeric_limits<int64_t>::max() / kMaxQuantity);

struct DayKey {
  CellKey cell;
  int32_t day;

  friend auto operator<=>(const DayKey&, const DayKey&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const DayKey& key) {
    return H::combine(std::move(state), key.cell, key.day);
  }
};

struct DayFlow {
  int64_t total = 0;
  int64_t events = 0;
};

struct DayLevel {
  const Event* last = nullptr;
  int64_t events = 0;
};

bool Supersedes(const Event& event, const Event& other) {
  if (event.occurred_at() != other.occurred_at()) {
    return event.occurred_at() > other.occurred_at();
  }
  return event.id() > other.id();
}

template <typename Change>
using Changes = absl::flat_hash_map<DayKey, Change>;

template <typename Change>
std::vector<std::pair<DayKey, Change>> Sorted(const Changes<Change>& changes) {
  std::vector<std::pair<DayKey, Change>> sorted(changes.begin(), changes.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return sorted;
}

// The columns of the key, as array parameters.
struct KeyColumns {
  explicit KeyColumns(size_t size)
      : bureaus(ElementType::kInteger, size),
        indicators(ElementType::kInteger, size),
        categories(ElementType::kInteger, size),
        days(ElementType::kDate, size) {}

  void Add(const DayKey& key) {
    bureaus.fields().AddInteger(key.cell.bureau);
    indicators.fields().AddInteger(key.cell.indicator);
    categories.fields().AddInteger(key.cell.category);
    days.fields().AddDay(key.day);
  }

  BinaryArray bureaus, indicators, categories, days;
};

struct TotalColumns {
  explicit TotalColumns(size_t size)
      : keys(size), totals(ElementType::kBigint, size), events(ElementType::kBigint, size) {}

  void Send(Transaction& transaction) {
    transaction.Send("upsert_totals",
                     {keys.bureaus.bytes(), keys.indicators.bytes(), keys.categories.bytes(),
                      keys.days.bytes(), totals.bytes(), events.bytes()});
  }

  KeyColumns keys;
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

  KeyColumns keys;
  BinaryArray events, levels, times, ids;
};

void UpsertTotals(Transaction& transaction, const Changes<DayFlow>& flows) {
  if (flows.empty()) return;
  TotalColumns columns(flows.size());
  for (const auto& [key, flow] : Sorted(flows)) {
    columns.keys.Add(key);
    columns.totals.fields().AddBigint(flow.total);
    columns.events.fields().AddBigint(flow.events);
  }
  Failpoint("before_totals", transaction);
  columns.Send(transaction);
}

void UpsertLevels(Transaction& transaction, const Changes<DayLevel>& stocks) {
  if (stocks.empty()) return;
  LevelColumns columns(stocks.size());
  for (const auto& [key, stock] : Sorted(stocks)) {
    columns.keys.Add(key);
    columns.events.fields().AddBigint(stock.events);
    columns.levels.fields().AddBigint(stock.last->quantity());
    columns.times.fields().AddTimestamp(stock.last->occurred_at());
    columns.ids.fields().AddUuid(stock.last->id());
  }
  Failpoint("before_levels", transaction);
  columns.Send(transaction);
}

}  // namespace

void PrepareDayChanges(Connection& connection) {
  Prepare(connection, "upsert_totals", kUpsertTotals);
  Prepare(connection, "upsert_levels", kUpsertLevels);
}

void UpsertDayChanges(Transaction& transaction, absl::Span<const BatchEntry> entries) {
  Changes<DayFlow> flows;
  Changes<DayLevel> stocks;
  for (const BatchEntry& entry : entries) {
    const Event& event = *entry.event;
    const DayKey key{{event.bureau(), event.indicator(), event.category()},
                     DayNumber(event.occurred_on())};
    if (event.measure() == Measure::kFlow) {
      DayFlow& flow = flows[key];
      flow.total += event.quantity();
      ++flow.events;
    } else {
      DayLevel& stock = stocks[key];
      if (stock.last == nullptr || Supersedes(event, *stock.last)) stock.last = &event;
      ++stock.events;
    }
  }
  UpsertTotals(transaction, flows);
  UpsertLevels(transaction, stocks);
}

void SendNoDayChanges(Transaction& transaction) {
  TotalColumns(0).Send(transaction);
  LevelColumns(0).Send(transaction);
}

}  // namespace jurimeter::storage
