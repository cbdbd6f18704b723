// A few numbers on everything that a catalog counts.
//
// Threads: pure functions.
#ifndef JURIMETER_TESTS_FUZZ_SMALL_TOTALS_H_
#define JURIMETER_TESTS_FUZZ_SMALL_TOTALS_H_

#include "domain/catalog/catalog.h"
#include "domain/totals/totals.h"

namespace jurimeter::test {

// Reports of up to four bureaus on each flow and stock of `catalog`, with and without a category,
// on days of up to three of its years, from 0 to the largest quantity.
Totals SmallTotals(const Catalog& catalog);

}  // namespace jurimeter::test

#endif  // JURIMETER_TESTS_FUZZ_SMALL_TOTALS_H_
