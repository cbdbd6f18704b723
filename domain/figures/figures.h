// Figures: the value of indicators for one year and scope, exact, with the text to print.
//
// Example:
//   YearQuery query{.year = 2023, .region = "2301"};
//   Violations faults = CheckQuery(catalog, query);
//   PeriodFigures figures = ComputeFigures(catalog, totals, OfYear(query));  // period_query.h
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_FIGURES_H_
#define JURIMETER_DOMAIN_FIGURES_FIGURES_H_

#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/catalog/scope.h"
#include "domain/figures/value.h"
#include "domain/values/violation.h"

namespace jurimeter {

// How a figure compares with that of another period.
struct Compared {
  FigureStatus status;  // of the other period; kOverflow also where growth or change is too large
  Exact prior;
  std::string display;         // of the other period
  std::string growth_display;  // in percent; empty where there is none
  std::string change_display;  // with its sign; empty where there is none
};

struct Figure {
  const Indicator* indicator;  // of the catalog that computed it
  FigureStatus status;
  Exact exact;
  std::string display;  // empty unless status is kOk
  std::vector<std::string> holders = {};
  std::optional<Compared> compared = std::nullopt;
};

// The figure of `value`, with its text.
Figure FigureOf(const Indicator& indicator, Value value);

// How `current` compares with `prior`, of a period asked for.
Compared ComparedWith(const Indicator& indicator, const Value& current, const Value& prior);

struct YearQuery {
  int year = 0;
  std::string region;                   // prefix of a division code; empty: all
  std::vector<std::string> bureaus;     // codes; empty: all
  std::vector<std::string> indicators;  // codes; empty: all that the report prints
  bool include_supporting = false;      // with no `indicators`: the supporting ones too
};

// Parts of CheckQuery that other questions share; they add the faults of the fields "region",
// "bureaus" and "indicators".
void CheckRegion(const std::string& region, Violations* faults);
void CheckBureaus(const Catalog& catalog, const std::vector<std::string>& codes,
                  Violations* faults);
void CheckIndicators(const Catalog& catalog, const std::vector<std::string>& codes,
                     Violations* faults);

// The bureaus of a question, all where it names none.
Scope ScopeOf(const Catalog& catalog, const std::string& region,
              const std::vector<std::string>& bureaus);

// The indicators of a question: those of `codes`, or all that the report prints.
std::vector<const Indicator*> IndicatorsOf(const Catalog& catalog,
                                           const std::vector<std::string>& codes,
                                           bool include_supporting);

// Every fault of `query`, with the field names of QueryYearRequest: a year outside
// first_year..kMaxYear, a region that is not 0 to 12 digits, an unknown or repeated bureau or
// indicator. Empty where there is none.
Violations CheckQuery(const Catalog& catalog, const YearQuery& query);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_FIGURES_H_
