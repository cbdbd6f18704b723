// Figures: the value of indicators for one year and scope, exact, with the text to print.
//
// Example:
//   YearQuery query{.year = 2023, .region = "2301"};
//   Violations faults = CheckQuery(catalog, query);
//   std::vector<Figure> figures = ComputeFigures(catalog, totals, query);
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_H_
#define JURIMETER_DOMAIN_FIGURES_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "domain/catalog.h"
#include "domain/totals.h"
#include "domain/violation.h"

namespace jurimeter {

enum class FigureStatus {
  kOk,
  kUndefined,  // zero denominator, or zero prior value of a growth
  kNoData,     // nobody in the scope reported
  kOverflow,   // a sum does not fit into 64 bits
};

struct RatioParts {
  int64_t numerator;
  int64_t denominator;

  friend bool operator==(const RatioParts&, const RatioParts&) = default;
};

struct GrowthParts {
  int64_t current;
  int64_t prior;

  friend bool operator==(const GrowthParts&, const GrowthParts&) = default;
};

// std::monostate: there is no number (kNoData of a plain count, kOverflow).
using Exact = std::variant<std::monostate, int64_t, RatioParts, GrowthParts>;

struct Figure {
  const Indicator* indicator;  // of the catalog that computed it
  FigureStatus status;
  Exact exact;
  std::string display;  // empty unless status is kOk
};

struct YearQuery {
  int year = 0;
  std::string region;                   // prefix of a division code; empty: all
  std::vector<std::string> bureaus;     // codes; empty: all
  std::vector<std::string> indicators;  // codes; empty: all that the report prints
  bool include_supporting = false;      // with no `indicators`: the supporting ones too
};

// Every fault of `query`, with the field names of QueryYearRequest: a year outside
// first_year..kMaxYear, a region that is not 0 to 12 digits, an unknown or repeated bureau or
// indicator. Empty where there is none.
Violations CheckQuery(const Catalog& catalog, const YearQuery& query);

// Adds the fault of a query's region, under the field "region", where it has one.
void CheckRegion(const std::string& region, Violations* faults);

// The figures, in the order of `query.indicators` or of the catalog. Requires that CheckQuery
// found nothing.
//
// A ratio whose denominator was reported has the numerator 0 where nobody reported that: 0 of 5
// is 0%. It has no data only where neither was reported. A growth has no data where the current
// period was not reported, and is undefined where the prior one is zero or was not reported.
std::vector<Figure> ComputeFigures(const Catalog& catalog, const Totals& totals,
                                   const YearQuery& query);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_H_
