// Totals as a test looks at them: the sums and last levels of a year, and everything by day.
#ifndef JURIMETER_TESTS_SUPPORT_YEAR_TOTALS_H_
#define JURIMETER_TESTS_SUPPORT_YEAR_TOTALS_H_

#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "domain/totals/totals.h"

namespace jurimeter::test {

// Bureau, indicator, category.
using YearCell = std::tuple<BureauKey, IndicatorKey, CategoryKey>;

struct YearTotals {
  std::map<YearCell, FlowTotal> flows;
  std::map<YearCell, Level> levels;  // the last of the year
};

// The years with reports, ascending.
inline std::map<int, YearTotals> YearsOf(const Totals& totals) {
  std::map<int, YearTotals> years;
  for (const auto& [indicator, months] : totals.indicators()) {
    for (const auto& [month, sheet] : *months) {
      YearTotals& year = years[month / 12];
      for (const auto& [cell, flow] : sheet->flows) {
        year.flows[{cell.bureau, indicator, cell.category}] += flow->sum;
      }
      for (const auto& [cell, levels] : sheet->levels) {
        year.levels.insert_or_assign({cell.bureau, indicator, cell.category},
                                     levels->days.back().last);
      }
    }
  }
  return years;
}

inline std::vector<DayFlow> DaysOf(const FlowMonth& month) {
  std::vector<DayFlow> days;
  month.days.ForEach([&days](const DayFlow& day) { days.push_back(day); });
  return days;
}

// A MonthSheet by value.
struct PlainSheet {
  std::map<SheetCell, std::pair<FlowTotal, std::vector<DayFlow>>> flows;  // sum and days
  std::map<SheetCell, std::vector<DayLevel>> levels;

  friend bool operator==(const PlainSheet&, const PlainSheet&) = default;
};

inline PlainSheet PlainSheetOf(const MonthSheet& sheet) {
  PlainSheet plain;
  for (const auto& [cell, month] : sheet.flows) plain.flows[cell] = {month->sum, DaysOf(*month)};
  for (const auto& [cell, month] : sheet.levels) plain.levels[cell] = month->days;
  return plain;
}

// All sheets, by indicator and month, to compare by value.
inline std::map<std::pair<IndicatorKey, int32_t>, PlainSheet> SheetsOf(const Totals& totals) {
  std::map<std::pair<IndicatorKey, int32_t>, PlainSheet> sheets;
  for (const auto& [indicator, months] : totals.indicators()) {
    for (const auto& [month, sheet] : *months) sheets[{indicator, month}] = PlainSheetOf(*sheet);
  }
  return sheets;
}

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_SUPPORT_YEAR_TOTALS_H_
