#include "domain/totals.h"

namespace jurimeter {
namespace {

void AddTo(YearTotals* year, const YearTotals& change) {
  for (const auto& [key, added] : change.flows) {
    FlowTotal& cell = year->flows[key];
    cell.total += added.total;
    cell.events += added.events;
  }
  for (const auto& [key, level] : change.levels) {
    const auto [cell, fresh] = year->levels.insert({key, level});
    if (!fresh && level.Supersedes(cell->second)) cell->second = level;
  }
}

}  // namespace

void Totals::Apply(const TotalsChange& change, int64_t revision) {
  for (const auto& [year, added] : change) {
    if (added.flows.empty() && added.levels.empty()) continue;
    const YearTotals* current = Year(year);
    // A copy, since others may be reading the old one.
    auto next = current == nullptr ? std::make_shared<YearTotals>()
                                   : std::make_shared<YearTotals>(*current);
    AddTo(next.get(), added);
    years_[year] = std::move(next);
  }
  revision_ = revision;
}

const YearTotals* Totals::Year(int year) const {
  const auto found = years_.find(year);
  return found == years_.end() ? nullptr : found->second.get();
}

}  // namespace jurimeter
