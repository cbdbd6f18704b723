#include "domain/scoped_sums.h"

#include <cstdint>
#include <memory>

namespace jurimeter {
namespace {

void Add(absl::int128 quantity, Sum* sum) {
  sum->total += quantity;
  sum->reported = true;
}

Sum Find(const absl::flat_hash_map<IndicatorKey, Sum>& sums, IndicatorKey indicator) {
  const auto found = sums.find(indicator);
  return found == sums.end() ? Sum{} : found->second;
}

}  // namespace

Sum ScopedSums::FlowIn(int year, IndicatorKey indicator) { return Find(FlowsIn(year), indicator); }

Sum ScopedSums::FlowThrough(int year, IndicatorKey indicator) {
  Sum sum;
  for (const auto& [reported_year, unused] : totals_.years()) {
    if (reported_year > year) break;
    const Sum part = FlowIn(reported_year, indicator);
    if (part.reported) Add(part.total, &sum);
  }
  return sum;
}

Sum ScopedSums::LevelAt(int year, IndicatorKey indicator) {
  return Find(LevelsAt(year), indicator);
}

const ScopedSums::Sums& ScopedSums::FlowsIn(int year) {
  const auto [place, fresh] = flows_by_year_.try_emplace(year);
  const YearTotals* totals = totals_.Year(year);
  if (!fresh || totals == nullptr || year < first_year_) return place->second;
  for (const auto& [key, flow] : totals->flows) {
    if (scope_.contains(key.bureau)) Add(flow.total, &place->second[key.indicator]);
  }
  return place->second;
}

const ScopedSums::Sums& ScopedSums::LevelsAt(int year) {
  const auto [place, fresh] = levels_by_year_.try_emplace(year);
  if (!fresh) return place->second;
  absl::flat_hash_map<CellKey, int64_t> last;
  for (const auto& [reported_year, totals] : totals_.years()) {
    if (reported_year > year) break;
    if (reported_year < first_year_) continue;
    for (const auto& [key, level] : totals->levels) {
      if (scope_.contains(key.bureau)) last[key] = level.level;
    }
  }
  for (const auto& [key, level] : last) Add(level, &place->second[key.indicator]);
  return place->second;
}

}  // namespace jurimeter
