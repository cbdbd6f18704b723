// The totals of all events up to one revision, by day. Figures are computed from them.
//
// Example: a reader loads Totals once, then applies changes to a copy and publishes it.
//   for (const auto& [month, sheet] : totals.MonthsOf(indicator)) { ... sheet->flows ... }
//
// Threads: values. A published Totals is immutable. To copy one is cheap, since copies share
// everything until it changes. A change copies its cell, and the references of the sheet, month and
// indicator above the cell.
#ifndef JURIMETER_DOMAIN_TOTALS_TOTALS_H_
#define JURIMETER_DOMAIN_TOTALS_TOTALS_H_

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "domain/event/event.h"
#include "domain/event/event_id.h"
#include "domain/totals/flow_total.h"
#include "domain/totals/packed_days.h"

namespace jurimeter {

// One bureau's reports on one indicator, in one category or none.
struct CellKey {
  BureauKey bureau;
  IndicatorKey indicator;
  CategoryKey category;

  friend auto operator<=>(const CellKey&, const CellKey&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const CellKey& key) {
    return H::combine(std::move(state), key.bureau, key.indicator, key.category);
  }
};

// The key of a cell within the sheet of an indicator.
struct SheetCell {
  BureauKey bureau;
  CategoryKey category;

  friend auto operator<=>(const SheetCell&, const SheetCell&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const SheetCell& cell) {
    return H::combine(std::move(state), cell.bureau, cell.category);
  }
};

// A stock's level as last reported. If two reports have the same moment, the greater id stands, so
// that the level never depends on the order in which events arrive.
struct Level {
  int64_t level = 0;
  absl::Time occurred_at;
  EventId event_id;

  bool Supersedes(const Level& other) const {
    return std::tie(occurred_at, event_id) > std::tie(other.occurred_at, other.event_id);
  }

  friend bool operator==(const Level&, const Level&) = default;
};

// Days are statistic days, as DayNumber counts them.
struct DayLevel {
  int32_t day;
  Level last;      // of the day
  int64_t events;  // reports of the day

  friend bool operator==(const DayLevel&, const DayLevel&) = default;
};

// A flow's cell in one month.
struct FlowMonth {
  FlowTotal sum;    // of all days
  PackedDays days;  // at least one
};

// A stock's cell in one month.
struct LevelMonth {
  std::vector<DayLevel> days;  // ascending, at least one
};

// What was reported on one indicator in one month: `flows` if it is a flow, `levels` if a stock.
struct MonthSheet {
  absl::flat_hash_map<SheetCell, std::shared_ptr<const FlowMonth>> flows;
  absl::flat_hash_map<SheetCell, std::shared_ptr<const LevelMonth>> levels;
};

// By month: months since the year 0, so that 2023-01 is 2023 * 12.
using MonthSheets = std::map<int32_t, std::shared_ptr<const MonthSheet>>;

// The month of a day, as MonthSheets and DayNumber count them.
int32_t MonthOfDay(int32_t day);

// What entries of the ledger changed: sums of flow events and last levels of stock events, by day,
// and what stood in place of retracted levels. In any order.
struct TotalsChange {
  struct CellFlow {
    CellKey cell;
    DayFlow day;  // of retractions, total and events are negative
  };
  struct CellLevel {
    CellKey cell;
    DayLevel day;
    int64_t revision = 0;  // of the entry; 0 if `retracted` is empty
  };
  struct RetractedLevel {
    CellKey cell;
    int32_t day;
    std::optional<Level> standing;  // of the day after the entry; none if no report stood
    int64_t revision;               // of the entry
  };

  std::vector<CellFlow> flows;
  std::vector<CellLevel> levels;
  std::vector<RetractedLevel> retracted;
};

class Totals {
 public:
  explicit Totals(int64_t revision = 0) : revision_(revision) {}

  // The revision of the ledger up to which events are counted.
  int64_t revision() const { return revision_; }

  // Applies the changes of the entries after revision() up to `revision`. A day without an event
  // that counts is gone, and so is a cell, month or indicator without days.
  void Apply(const TotalsChange& change, int64_t revision);

  // The months in which an indicator was reported; empty if it never was.
  const MonthSheets& MonthsOf(IndicatorKey indicator) const;

  // All indicators with reports.
  const std::map<IndicatorKey, std::shared_ptr<const MonthSheets>>& indicators() const {
    return indicators_;
  }

 private:
  int64_t revision_;
  std::map<IndicatorKey, std::shared_ptr<const MonthSheets>> indicators_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_TOTALS_TOTALS_H_
