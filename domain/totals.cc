#include "domain/totals.h"

#include <algorithm>

#include "domain/calendar.h"

namespace jurimeter {
namespace {

SheetCell CellOf(const CellKey& key) { return {key.bureau, key.category}; }

// The place of `day` in `days`, and whether it is there. Days mostly come in their order.
template <typename Day>
typename std::vector<Day>::iterator PlaceOf(int32_t day, std::vector<Day>* days) {
  if (days->empty() || days->back().day < day) return days->end();
  return std::lower_bound(days->begin(), days->end(), day,
                          [](const Day& each, int32_t wanted) { return each.day < wanted; });
}

void AddFlow(const SheetCell& cell, const DayFlow& added, MonthSheet* sheet) {
  FlowMonth& month = sheet->flows[cell];
  month.sum += added.flow;
  const auto place = PlaceOf(added.day, &month.days);
  if (place != month.days.end() && place->day == added.day) {
    place->flow += added.flow;
  } else {
    month.days.insert(place, added);
  }
}

void AddLevel(const SheetCell& cell, const DayLevel& added, MonthSheet* sheet) {
  std::vector<DayLevel>& days = sheet->levels[cell];
  const auto place = PlaceOf(added.day, &days);
  if (place == days.end() || place->day != added.day) {
    days.insert(place, added);
    return;
  }
  place->events += added.events;
  if (added.last.Supersedes(place->last)) place->last = added.last;
}

// Copies of what a change touches, each made once, since others may be reading the old ones.
class Editor {
 public:
  using Indicators = std::map<IndicatorKey, std::shared_ptr<const MonthSheets>>;

  explicit Editor(Indicators* indicators) : indicators_(*indicators) {}

  MonthSheet* SheetOf(IndicatorKey indicator, int32_t day) {
    // Changes come in runs of one day.
    if (last_ != nullptr && indicator == last_indicator_ && day == last_day_) return last_;
    last_indicator_ = indicator;
    last_day_ = day;
    last_ = Copied(indicator, MonthOfDay(day));
    return last_;
  }

 private:
  MonthSheet* Copied(IndicatorKey indicator, int32_t month) {
    MonthSheet*& sheet = sheets_[{indicator, month}];
    if (sheet != nullptr) return sheet;
    std::shared_ptr<const MonthSheet>& shared = (*MonthsOf(indicator))[month];
    auto copy =
        shared == nullptr ? std::make_shared<MonthSheet>() : std::make_shared<MonthSheet>(*shared);
    sheet = copy.get();
    shared = std::move(copy);
    return sheet;
  }

  MonthSheets* MonthsOf(IndicatorKey indicator) {
    MonthSheets*& months = months_[indicator];
    if (months != nullptr) return months;
    std::shared_ptr<const MonthSheets>& shared = indicators_[indicator];
    auto copy = shared == nullptr ? std::make_shared<MonthSheets>()
                                  : std::make_shared<MonthSheets>(*shared);
    months = copy.get();
    shared = std::move(copy);
    return months;
  }

  Indicators& indicators_;
  absl::flat_hash_map<IndicatorKey, MonthSheets*> months_;
  absl::flat_hash_map<std::pair<IndicatorKey, int32_t>, MonthSheet*> sheets_;
  IndicatorKey last_indicator_ = 0;
  int32_t last_day_ = 0;
  MonthSheet* last_ = nullptr;
};

}  // namespace

int32_t MonthOfDay(int32_t day) {
  const absl::CivilDay civil = DayFromNumber(day);
  return static_cast<int32_t>(civil.year() * 12 + civil.month() - 1);
}

void Totals::Apply(const TotalsChange& change, int64_t revision) {
  Editor editor(&indicators_);
  for (const TotalsChange::Flow& added : change.flows) {
    AddFlow(CellOf(added.cell), added.day, editor.SheetOf(added.cell.indicator, added.day.day));
  }
  for (const TotalsChange::Stock& added : change.stocks) {
    AddLevel(CellOf(added.cell), added.day, editor.SheetOf(added.cell.indicator, added.day.day));
  }
  revision_ = revision;
}

const MonthSheets& Totals::MonthsOf(IndicatorKey indicator) const {
  static const MonthSheets* const kNone = new MonthSheets;
  const auto found = indicators_.find(indicator);
  return found == indicators_.end() ? *kNone : *found->second;
}

}  // namespace jurimeter
