#include "domain/totals/bureau_tables.h"

#include <algorithm>
#include <iterator>

#include "absl/time/civil_time.h"
#include "domain/values/calendar.h"

namespace jurimeter {
namespace {

bool Matches(const SheetCell& cell, std::optional<CategoryKey> category) {
  return !category || cell.category == *category;
}

// Calls `visit` with each sheet of a month in `days`, and whether all days of the month are in
// `days`.
template <typename Visit>
void ForEachMonth(const MonthSheets& months, const DayInterval& days, Visit visit) {
  if (days.first > days.last) return;
  const int32_t first_month = MonthOfDay(days.first);
  const int32_t last_month = MonthOfDay(days.last);
  const bool starts = MonthOfDay(days.first - 1) != first_month;
  const bool ends = MonthOfDay(days.last + 1) != last_month;
  for (auto place = months.lower_bound(first_month);
       place != months.end() && place->first <= last_month; ++place) {
    const bool whole =
        (place->first != first_month || starts) && (place->first != last_month || ends);
    visit(*place->second, whole);
  }
}

void Add(const FlowTotal& flow, int32_t day, BureauReport* report) {
  report->total += flow.total;
  report->events += flow.events;
  report->last_day = std::max(report->last_day, day);
}

void AddMonth(const FlowMonth& month, bool whole, const DayInterval& days, BureauKey bureau,
              BureauTable* table) {
  if (whole) {
    Add(month.sum, month.days.last_day(), &(*table)[bureau]);
    return;
  }
  month.days.ForEach([&](const DayFlow& day) {
    if (days.Contains(day.day)) Add(day.flow, day.day, &(*table)[bureau]);
  });
}

// The month's last level on or before `day`; null if there is none.
const DayLevel* LastBy(int32_t day, const LevelMonth& month) {
  const auto next = std::ranges::upper_bound(month.days, day, {}, &DayLevel::day);
  return next == month.days.begin() ? nullptr : &*std::prev(next);
}

}  // namespace

BureauTables::BureauTables(const Catalog& catalog, const Totals& totals)
    : totals_(totals), first_day_(DayNumber(absl::CivilDay(catalog.first_year(), 1, 1))) {
  for (const Bureau& bureau : catalog.bureaus()) {
    const int32_t begins = DayNumber(bureau.begins);
    if (begins > first_day_) begins_.emplace(bureau.key, begins);
  }
}

int32_t BureauTables::FirstLevelDayOf(BureauKey bureau) const {
  const auto found = begins_.find(bureau);
  return found == begins_.end() ? first_day_ : found->second;
}

const BureauTable& BureauTables::Flows(IndicatorKey indicator, std::optional<CategoryKey> category,
                                       const DayInterval& asked) {
  const DayInterval days = {std::max(asked.first, first_day_), asked.last};
  bool fresh;
  BureauTable& table = Table({What::kFlow, indicator, category, days.first, days.last}, &fresh);
  if (!fresh) return table;
  ForEachMonth(totals_.MonthsOf(indicator), days, [&](const MonthSheet& sheet, bool whole) {
    for (const auto& [cell, month] : sheet.flows) {
      if (Matches(cell, category)) AddMonth(*month, whole, days, cell.bureau, &table);
    }
  });
  return table;
}

const BureauTable& BureauTables::Levels(IndicatorKey indicator, std::optional<CategoryKey> category,
                                        int32_t day) {
  bool fresh;
  BureauTable& table = Table({What::kLevels, indicator, category, first_day_, day}, &fresh);
  if (!fresh) return table;
  absl::flat_hash_map<SheetCell, const DayLevel*> last;
  ForEachMonth(totals_.MonthsOf(indicator), {first_day_, day}, [&](const MonthSheet& sheet, bool) {
    for (const auto& [cell, month] : sheet.levels) {
      if (!Matches(cell, category)) continue;
      const DayLevel* level = LastBy(day, *month);
      if (level != nullptr && level->day >= FirstLevelDayOf(cell.bureau)) last[cell] = level;
    }
  });
  for (const auto& [cell, level] : last) {
    Add({level->last.level, 0}, level->day, &table[cell.bureau]);
  }
  return table;
}

const BureauTable& BureauTables::Reports(IndicatorKey indicator, const DayInterval& asked) {
  const DayInterval days = {std::max(asked.first, first_day_), asked.last};
  bool fresh;
  BureauTable& table =
      Table({What::kReports, indicator, std::nullopt, days.first, days.last}, &fresh);
  if (fresh) AddReports(indicator, days, &table);
  return table;
}

void BureauTables::AddReports(IndicatorKey indicator, const DayInterval& days,
                              BureauTable* table) const {
  ForEachMonth(totals_.MonthsOf(indicator), days, [&](const MonthSheet& sheet, bool whole) {
    for (const auto& [cell, month] : sheet.flows) AddMonth(*month, whole, days, cell.bureau, table);
    for (const auto& [cell, month] : sheet.levels) {
      for (const DayLevel& day : month->days) {
        if (days.Contains(day.day)) Add({0, day.events}, day.day, &(*table)[cell.bureau]);
      }
    }
  });
}

BureauTable& BureauTables::Table(const Key& key, bool* fresh) {
  std::unique_ptr<BureauTable>& table = tables_[key];
  *fresh = table == nullptr;
  if (*fresh) table = std::make_unique<BureauTable>();
  return *table;
}

}  // namespace jurimeter
