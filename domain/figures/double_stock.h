// A data rule that every catalog has: a stock is reported either by categories or without.
//
// The levels of categories and the level without a category add up. If a bureau reports its total
// beside its categories, or changes from one to the other, both are added for ever.
//
// Threads: pure but for what `tables` keeps.
#ifndef JURIMETER_DOMAIN_FIGURES_DOUBLE_STOCK_H_
#define JURIMETER_DOMAIN_FIGURES_DOUBLE_STOCK_H_

#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/figures/data_rules.h"
#include "domain/figures/evaluation.h"
#include "domain/totals/bureau_tables.h"

namespace jurimeter {

// With a colon, which no code of a catalog has.
inline constexpr char kDoubleStockCode[] = "built_in:stock_with_and_without_categories";

// Adds a breach for each bureau of the question whose level of `stock` at the period's end has a
// part without a category and a part in categories, neither of them 0.
void AddDoubleStocks(const Indicator& stock, const Question& question, BureauTables* tables,
                     std::vector<Breach>* breaches);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_DOUBLE_STOCK_H_
