// Questions about the figures of a year.
//
// Example:
//   YearQuery query{.year = 2023, .region = "2301"};
//   Violations faults = CheckQuery(catalog, query);
//   PeriodFigures figures = ComputeFigures(catalog, totals, PeriodQueryOf(query));
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_YEAR_QUERY_H_
#define JURIMETER_DOMAIN_FIGURES_YEAR_QUERY_H_

#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/figures/period_query.h"
#include "domain/values/violation.h"

namespace jurimeter {

struct YearQuery {
  int year = 0;
  std::string region;                   // prefix of a division code; empty: all
  std::vector<std::string> bureaus;     // codes; empty: all
  std::vector<std::string> indicators;  // codes; empty: all that the report prints
  bool include_supporting = false;      // with no `indicators`: the supporting ones too
};

// Every fault of `query`, with the field names of QueryYearRequest: a year outside
// first_year..kMaxYear, a region that is not 0 to 12 digits, an unknown or repeated bureau or
// indicator. Empty if there is none.
Violations CheckQuery(const Catalog& catalog, const YearQuery& query);

// The same question about the days of the year.
PeriodQuery PeriodQueryOf(const YearQuery& query);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_YEAR_QUERY_H_
