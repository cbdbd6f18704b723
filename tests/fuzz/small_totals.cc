#include "tests/fuzz/small_totals.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/time/civil_time.h"
#include "domain/event/event_id.h"
#include "domain/values/calendar.h"
#include "domain/values/quantity.h"

namespace jurimeter::test {
namespace {

constexpr size_t kBureaus = 4;
constexpr int kYears = 3;
constexpr std::array<int64_t, 5> kQuantities = {0, 3, 77, 1'000'003, kMaxQuantity};
constexpr std::array<int, 3> kMonths = {1, 2, 12};

// The last days of some months of the catalog's first years, as far as the calendar goes.
std::vector<absl::CivilDay> Days(const Catalog& catalog) {
  std::vector<absl::CivilDay> days;
  const int last_year = std::min(catalog.first_year() + kYears - 1, kMaxYear);
  for (int year = catalog.first_year(); year <= last_year; ++year) {
    for (const int month : kMonths) {
      days.push_back(absl::CivilDay(absl::CivilMonth(year, month) + 1) - 1);
    }
  }
  return days;
}

void Report(const CellKey& cell, bool stock, absl::CivilDay day, int64_t quantity,
            TotalsChange* change) {
  if (stock) {
    const Level level = {.level = quantity,
                         .occurred_at = absl::FromCivil(day, absl::UTCTimeZone()),
                         .event_id = EventId::FromBytes({1})};
    change->levels.push_back({cell, {.day = DayNumber(day), .last = level, .events = 1}});
  } else {
    change->flows.push_back(
        {cell, {.day = DayNumber(day), .flow = {.total = quantity, .events = 1}}});
  }
}

}  // namespace

Totals SmallTotals(const Catalog& catalog) {
  TotalsChange change;
  size_t turn = 0;
  for (const Indicator& indicator : catalog.indicators()) {
    if (indicator.derived()) continue;
    std::vector<CategoryKey> categories = {kNoCategory};
    for (const CategorySpec& category : indicator.spec.categories) {
      categories.push_back(*catalog.FindCategory(indicator, category.code));
    }
    const size_t bureaus = std::min(catalog.bureaus().size(), kBureaus);
    for (size_t bureau = 0; bureau < bureaus; ++bureau) {
      for (const absl::CivilDay day : Days(catalog)) {
        const CellKey cell = {.bureau = catalog.bureaus()[bureau].key,
                              .indicator = indicator.key,
                              .category = categories[turn % categories.size()]};
        Report(cell, indicator.kind == IndicatorKind::kStock, day,
               kQuantities[turn % kQuantities.size()], &change);
        ++turn;
      }
    }
  }
  Totals totals;
  totals.Apply(change, 1);
  return totals;
}

}  // namespace jurimeter::test
