// The keys of the tables of totals: a cell, and a day in it.
#ifndef JURIMETER_STORAGE_POSTGRES_CELL_DAY_H_
#define JURIMETER_STORAGE_POSTGRES_CELL_DAY_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "domain/totals/totals.h"
#include "storage/postgres/binary_values.h"

namespace jurimeter::storage {

struct CellDay {
  CellKey cell;
  int32_t day;  // as DayNumber counts it

  // The order in which transactions lock the rows.
  friend auto operator<=>(const CellDay&, const CellDay&) = default;

  template <typename H>
  friend H AbslHashValue(H state, const CellDay& key) {
    return H::combine(std::move(state), key.cell, key.day);
  }
};

// The columns of the key, as array parameters. Requires that exactly `size` keys are added.
struct CellDayArrays {
  explicit CellDayArrays(size_t size)
      : bureaus(ElementType::kInteger, size),
        indicators(ElementType::kInteger, size),
        categories(ElementType::kInteger, size),
        days(ElementType::kDate, size) {}

  void Add(const CellDay& key) {
    bureaus.fields().AddInteger(key.cell.bureau);
    indicators.fields().AddInteger(key.cell.indicator);
    categories.fields().AddInteger(key.cell.category);
    days.fields().AddDay(key.day);
  }

  BinaryArray bureaus, indicators, categories, days;
};

}  // namespace jurimeter::storage

#endif  // JURIMETER_STORAGE_POSTGRES_CELL_DAY_H_
