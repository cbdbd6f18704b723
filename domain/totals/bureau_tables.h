// The reports of each bureau on an indicator in some days, computed once for all scopes.
//
// Example:
//   BureauTables tables(catalog, totals);
//   tables.Flows(indicator, std::nullopt, {first, last}).at(bureau).total
//
// Threads: one thread; it computes what it is asked for and keeps it.
#ifndef JURIMETER_DOMAIN_TOTALS_BUREAU_TABLES_H_
#define JURIMETER_DOMAIN_TOTALS_BUREAU_TABLES_H_

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/numeric/int128.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/scope.h"
#include "domain/event/event.h"
#include "domain/totals/totals.h"

namespace jurimeter {

struct BureauReport {
  absl::int128 total = 0;  // sum of a flow's quantities, or the levels of a stock
  int64_t events = 0;      // 0 for levels
  int32_t last_day = std::numeric_limits<int32_t>::min();  // last day reported for
};

// Has only bureaus that reported.
using BureauTable = absl::flat_hash_map<BureauKey, BureauReport>;

class BureauTables {
 public:
  // Days before the first year do not count. `totals` must outlive this.
  BureauTables(const Catalog& catalog, const Totals& totals);

  // If `category` is kNoCategory, only reports without a category count; if it is absent, all
  // categories count. References to tables stay valid.

  // A flow's quantities in `days`.
  const BureauTable& Flows(IndicatorKey indicator, std::optional<CategoryKey> category,
                           const DayInterval& days);
  // A stock's levels at the end of `day`, from reports since the bureau's first day.
  const BureauTable& Levels(IndicatorKey indicator, std::optional<CategoryKey> category,
                            int32_t day);
  // The events of a flow or stock in `days`. Totals mean nothing.
  const BureauTable& Reports(IndicatorKey indicator, const DayInterval& days);

 private:
  enum class What { kFlow, kLevels, kReports };
  using Key = std::tuple<What, IndicatorKey, std::optional<CategoryKey>, int32_t, int32_t>;

  // The table of `key`. Sets `fresh` if the table is still to be filled.
  BureauTable& Table(const Key& key, bool* fresh);
  void AddReports(IndicatorKey indicator, const DayInterval& days, BureauTable* table) const;

  // The first day whose level counts.
  int32_t FirstLevelDayOf(BureauKey bureau) const;

  const Totals& totals_;
  const int32_t first_day_;
  absl::flat_hash_map<BureauKey, int32_t> begins_;  // of bureaus that begin later
  absl::flat_hash_map<Key, std::unique_ptr<BureauTable>> tables_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_TOTALS_BUREAU_TABLES_H_
