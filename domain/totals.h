// The totals of all events up to one revision, by year: what figures are computed from.
//
// Example: a reader loads Totals once, then applies changes to a copy and publishes it.
//
// Threads: values. A published Totals is immutable; copying one is cheap, since years are shared
// until they change.
#ifndef JURIMETER_DOMAIN_TOTALS_H_
#define JURIMETER_DOMAIN_TOTALS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/int128.h"
#include "absl/time/time.h"
#include "domain/event.h"
#include "domain/event_id.h"

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

// Sum of a flow's quantities.
struct FlowTotal {
  absl::int128 total = 0;
  int64_t events = 0;  // at least 1 where a cell exists

  friend bool operator==(const FlowTotal&, const FlowTotal&) = default;
};

// A stock's level as last reported. Of two reports of the same moment the one with the greater
// id stands, so that the level never depends on the order in which events arrive.
struct Level {
  int64_t level = 0;
  absl::Time occurred_at;
  EventId event_id;

  bool Supersedes(const Level& other) const {
    return std::tie(occurred_at, event_id) > std::tie(other.occurred_at, other.event_id);
  }

  friend bool operator==(const Level&, const Level&) = default;
};

struct YearTotals {
  absl::flat_hash_map<CellKey, FlowTotal> flows;
  absl::flat_hash_map<CellKey, Level> levels;  // the last of the year

  friend bool operator==(const YearTotals&, const YearTotals&) = default;
};

// What commits added: sums of new flow events, last levels of new stock events.
using TotalsChange = std::map<int, YearTotals>;  // by year

class Totals {
 public:
  explicit Totals(int64_t revision = 0) : revision_(revision) {}

  // Revision of the ledger whose events are all in here, and no others.
  int64_t revision() const { return revision_; }

  // Adds what the commits after revision() up to `revision` changed.
  void Apply(const TotalsChange& change, int64_t revision);

  // The totals of `year`; null where nothing was reported.
  const YearTotals* Year(int year) const;

  // All years with reports, ascending.
  const std::map<int, std::shared_ptr<const YearTotals>>& years() const { return years_; }

 private:
  int64_t revision_;
  std::map<int, std::shared_ptr<const YearTotals>> years_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_TOTALS_H_
