#include "domain/totals/totals.h"

#include <algorithm>

#include "domain/values/calendar.h"

namespace jurimeter {
namespace {

SheetCell CellOf(const CellKey& key) { return {key.bureau, key.category}; }

int32_t FirstDayOfMonth(int32_t month) {
  return DayNumber(absl::CivilDay(month / 12, month % 12 + 1, 1));
}

// A copy of a cell that is about to change; an empty cell if there is none.
std::shared_ptr<FlowMonth> CopyOf(const FlowMonth* cell, int32_t first_day) {
  return std::make_shared<FlowMonth>(cell == nullptr ? FlowMonth{{}, PackedDays(first_day)}
                                                     : FlowMonth(*cell));
}

std::shared_ptr<LevelMonth> CopyOf(const LevelMonth* cell, int32_t /*first_day*/) {
  auto copy = std::make_shared<LevelMonth>();
  if (cell == nullptr) return copy;
  // Room for one more day: without it the vector would double when the day is added.
  copy->days.reserve(cell->days.size() + 1);
  copy->days = cell->days;
  return copy;
}

void Add(const DayFlow& added, FlowMonth* month) {
  month->sum += added.flow;
  month->days.Add(added);
}

void Add(const DayLevel& added, LevelMonth* month) {
  std::vector<DayLevel>& days = month->days;
  const auto place = std::ranges::lower_bound(days, added.day, {}, &DayLevel::day);
  if (place == days.end() || place->day != added.day) {
    days.insert(place, added);
    return;
  }
  place->events += added.events;
  if (added.last.Supersedes(place->last)) place->last = added.last;
}

// One report of the day is retracted, and `standing` stands. Of several in one entry each says the
// same, and the last one leaves no report if none stands.
void Retract(int32_t day, const std::optional<Level>& standing, LevelMonth* month) {
  std::vector<DayLevel>& days = month->days;
  const auto place = std::ranges::lower_bound(days, day, {}, &DayLevel::day);
  if (place == days.end() || place->day != day) return;
  if (--place->events == 0) {
    days.erase(place);
  } else if (standing.has_value()) {
    place->last = *standing;
  }
}

// Copies everything that a change touches, once, since others may be reading the old parts.
class Editor {
 public:
  using Indicators = std::map<IndicatorKey, std::shared_ptr<const MonthSheets>>;

  explicit Editor(Indicators* indicators) : indicators_(*indicators) {}

  FlowMonth* FlowOf(const CellKey& key, int32_t day) {
    MonthSheet* sheet = SheetOf(key.indicator, day);
    return Own(CellOf(key), &sheet->flows, &flows_);
  }

  LevelMonth* LevelOf(const CellKey& key, int32_t day) {
    MonthSheet* sheet = SheetOf(key.indicator, day);
    return Own(CellOf(key), &sheet->levels, &levels_);
  }

  // Removes the cells that were changed and have no day now, and whatever is empty without them.
  // Nothing may be changed afterwards.
  void RemoveEmpty() {
    for (auto& [place, sheet] : sheets_) {
      absl::erase_if(sheet->flows, [](const auto& cell) { return cell.second->days.empty(); });
      absl::erase_if(sheet->levels, [](const auto& cell) { return cell.second->days.empty(); });
      if (sheet->flows.empty() && sheet->levels.empty()) months_[place.first]->erase(place.second);
    }
    for (const auto& [indicator, months] : months_) {
      if (months->empty()) indicators_.erase(indicator);
    }
  }

 private:
  // The cells of all sheets that are already copies.
  template <typename Cell>
  using Owned = absl::flat_hash_map<std::pair<const MonthSheet*, SheetCell>, Cell*>;

  // Changes come in runs of one indicator and month.
  MonthSheet* SheetOf(IndicatorKey indicator, int32_t day) {
    if (sheet_ == nullptr || indicator != indicator_ || day < first_day_ || day >= end_day_) {
      const int32_t month = MonthOfDay(day);
      indicator_ = indicator;
      first_day_ = FirstDayOfMonth(month);
      end_day_ = FirstDayOfMonth(month + 1);
      sheet_ = OwnSheet(indicator, month);
    }
    return sheet_;
  }

  // The copy of a cell of sheet_.
  template <typename Cell>
  Cell* Own(const SheetCell& key,
            absl::flat_hash_map<SheetCell, std::shared_ptr<const Cell>>* shared_cells,
            Owned<Cell>* owned) {
    Cell*& cell = (*owned)[{sheet_, key}];
    if (cell != nullptr) return cell;
    std::shared_ptr<const Cell>& shared = (*shared_cells)[key];
    std::shared_ptr<Cell> copy = CopyOf(shared.get(), first_day_);
    cell = copy.get();
    shared = std::move(copy);
    return cell;
  }

  MonthSheet* OwnSheet(IndicatorKey indicator, int32_t month) {
    MonthSheet*& sheet = sheets_[{indicator, month}];
    if (sheet != nullptr) return sheet;
    std::shared_ptr<const MonthSheet>& shared = (*OwnMonths(indicator))[month];
    auto copy =
        shared == nullptr ? std::make_shared<MonthSheet>() : std::make_shared<MonthSheet>(*shared);
    sheet = copy.get();
    shared = std::move(copy);
    return sheet;
  }

  MonthSheets* OwnMonths(IndicatorKey indicator) {
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
  Owned<FlowMonth> flows_;
  Owned<LevelMonth> levels_;

  // Where the last change was: days first_day_ until before end_day_.
  MonthSheet* sheet_ = nullptr;
  IndicatorKey indicator_ = 0;
  int32_t first_day_ = 0;
  int32_t end_day_ = 0;
};

// Reports and retractions in the order of their entries, reports first.
void ApplyLevels(const TotalsChange& change, Editor* editor) {
  const auto add = [&](const TotalsChange::CellLevel& added) {
    Add(added.day, editor->LevelOf(added.cell, added.day.day));
  };
  if (change.retracted.empty()) {
    for (const TotalsChange::CellLevel& added : change.levels) add(added);
    return;
  }
  std::vector<const TotalsChange::CellLevel*> levels;
  for (const TotalsChange::CellLevel& added : change.levels) levels.push_back(&added);
  std::vector<const TotalsChange::RetractedLevel*> retracted;
  for (const TotalsChange::RetractedLevel& each : change.retracted) retracted.push_back(&each);
  std::ranges::stable_sort(levels, {}, [](const auto* level) { return level->revision; });
  std::ranges::stable_sort(retracted, {}, [](const auto* each) { return each->revision; });
  auto next = levels.begin();
  for (const TotalsChange::RetractedLevel* each : retracted) {
    for (; next != levels.end() && (*next)->revision <= each->revision; ++next) add(**next);
    Retract(each->day, each->standing, editor->LevelOf(each->cell, each->day));
  }
  for (; next != levels.end(); ++next) add(**next);
}

}  // namespace

int32_t MonthOfDay(int32_t day) {
  const absl::CivilDay civil = DayFromNumber(day);
  return static_cast<int32_t>(civil.year() * 12 + civil.month() - 1);
}

void Totals::Apply(const TotalsChange& change, int64_t revision) {
  Editor editor(&indicators_);
  bool retracts = !change.retracted.empty();
  for (const TotalsChange::CellFlow& added : change.flows) {
    if (added.day.flow.events < 0) {
      retracts = true;
    } else {
      Add(added.day, editor.FlowOf(added.cell, added.day.day));
    }
  }
  for (const TotalsChange::CellFlow& added : change.flows) {
    // What is retracted was added before, perhaps just now.
    if (added.day.flow.events < 0) Add(added.day, editor.FlowOf(added.cell, added.day.day));
  }
  ApplyLevels(change, &editor);
  if (retracts) editor.RemoveEmpty();
  revision_ = revision;
}

const MonthSheets& Totals::MonthsOf(IndicatorKey indicator) const {
  static const MonthSheets* const kNone = new MonthSheets;
  const auto found = indicators_.find(indicator);
  return found == indicators_.end() ? *kNone : *found->second;
}

}  // namespace jurimeter
