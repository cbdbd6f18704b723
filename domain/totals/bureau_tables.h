// What each bureau reported on an indicator in some days, computed once for all scopes.
//
// Example:
//   BureauTables tables(catalog, totals);
//   tables.Flow(indicator, std::nullopt, {first, last}).at(bureau).total
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
  int64_t events = 0;      // of a level: 0
  int32_t last_day = std::numeric_limits<int32_t>::min();  // last day reported for
};

// Only bureaus that reported are there.
using BureauTable = absl::flat_hash_map<BureauKey, BureauReport>;

class BureauTables {
 public:
  // Days before the first year do not count. `totals` must outlive this.
  BureauTables(const Catalog& catalog, const Totals& totals);

  // Of no category where that is kNoCategory, of all where it is not given. Tables stay valid.

  // A flow's quantities in `days`.
  const BureauTable& Flow(IndicatorKey indicator, std::optional<CategoryKey> category,
                          const DayInterval& days);
  // A stock's levels at the end of `day`, of what each bureau reported since it begins.
  const BureauTable& Levels(IndicatorKey indicator, std::optional<CategoryKey> category,
                            int32_t day);
  // Events of a flow or stock in `days`; totals mean nothing.
  const BureauTable& Reports(IndicatorKey indicator, const DayInterval& days);

 private:
  enum class What { kFlow, kLevels, kReports };
  using Key = std::tuple<What, IndicatorKey, std::optional<CategoryKey>, int32_t, int32_t>;

  // The table of `key`; `fresh` where it is still to be filled.
  BureauTable& Table(const Key& key, bool* fresh);
  void AddReports(IndicatorKey indicator, const DayInterval& days, BureauTable* table) const;

  // The first day whose level counts.
  int32_t FirstDayOf(BureauKey bureau) const;

  const Totals& totals_;
  const int32_t first_day_;
  absl::flat_hash_map<BureauKey, int32_t> begins_;  // of those that begin later
  absl::flat_hash_map<Key, std::unique_ptr<BureauTable>> tables_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_TOTALS_BUREAU_TABLES_H_
