// The sums of what the bureaus of a scope reported.
//
// Threads: one thread; it computes what it is asked for and keeps it.
#ifndef JURIMETER_DOMAIN_SCOPED_SUMS_H_
#define JURIMETER_DOMAIN_SCOPED_SUMS_H_

#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/numeric/int128.h"
#include "domain/event.h"
#include "domain/totals.h"

namespace jurimeter {

// The bureaus that count.
using Scope = absl::flat_hash_set<BureauKey>;

struct Sum {
  absl::int128 total = 0;
  bool reported = false;  // by anybody in the scope
};

// Example: ScopedSums sums(totals, /*first_year=*/2022, scope); sums.FlowIn(2023, key).total
class ScopedSums {
 public:
  // Years before `first_year` do not count. `totals` must outlive this.
  ScopedSums(const Totals& totals, int first_year, Scope scope)
      : totals_(totals), first_year_(first_year), scope_(std::move(scope)) {}

  // A flow's quantities in `year`.
  Sum FlowIn(int year, IndicatorKey indicator);
  // A flow's quantities from the first year through `year`.
  Sum FlowThrough(int year, IndicatorKey indicator);
  // A stock's last levels in or before `year`, of all bureaus and categories.
  Sum LevelAt(int year, IndicatorKey indicator);

 private:
  using Sums = absl::flat_hash_map<IndicatorKey, Sum>;

  const Sums& FlowsIn(int year);
  const Sums& LevelsAt(int year);

  const Totals& totals_;
  const int first_year_;
  const Scope scope_;
  std::map<int, Sums> flows_by_year_;
  std::map<int, Sums> levels_by_year_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_SCOPED_SUMS_H_
