// Questions about any period: the figures of the whole, how they compare, and those of its parts.
//
// Example:
//   PeriodQuery query{.period = QuarterPeriod(2023, 3), .region = "2301",
//                     .compare = YearsBefore{1}, .by = Breakdown{BreakdownBy::kMonth}};
//   Violations faults = CheckQuery(catalog, query);
//   PeriodFigures figures = ComputeFigures(catalog, totals, query);
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_PERIOD_QUERY_H_
#define JURIMETER_DOMAIN_FIGURES_PERIOD_QUERY_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "domain/catalog/catalog.h"
#include "domain/catalog/indicator.h"
#include "domain/figures/completeness.h"
#include "domain/figures/data_rules.h"
#include "domain/figures/figures.h"
#include "domain/totals/totals.h"
#include "domain/values/period.h"
#include "domain/values/violation.h"

namespace jurimeter {

enum class BreakdownBy { kBureau, kRegion, kCategory, kMonth, kQuarter, kYear };

struct Breakdown {
  BreakdownBy by;
  int region_digits = 0;  // of kRegion: 2 to 12
};

struct PeriodQuery {
  Period period;
  std::string region = "";  // these as in YearQuery
  std::vector<std::string> bureaus = {};
  std::vector<std::string> indicators = {};
  bool include_supporting = false;
  std::optional<Comparison> compare = std::nullopt;
  std::optional<Breakdown> by = std::nullopt;
};

struct PartFigures {
  std::string key;
  std::string name_zh;  // of a bureau, region or category; may be empty
  std::string name_en;
  std::vector<Figure> figures;
};

struct PeriodFigures {
  std::vector<Figure> figures;
  std::vector<PartFigures> parts;  // each with the same indicators
  std::vector<Breach> breaches;
};

// Most months, quarters or years into which a period is broken down: the months of a century.
inline constexpr size_t kMaxParts = 1200;
// Most figures in all parts of a breakdown, compared ones counted twice: what fits into the 4 MiB
// that gRPC's clients take by default.
inline constexpr size_t kMaxPartFigures = 20'000;

// Every fault of `query`, with the field names of QueryPeriodRequest. A period that could not be
// read is for the caller to refuse.
Violations CheckQuery(const Catalog& catalog, const PeriodQuery& query);

// The same question about a year.
PeriodQuery OfYear(const YearQuery& query);

// Asked now and then during a long computation; on false it is given up.
using GoOn = absl::FunctionRef<bool()>;

// Requires that CheckQuery found nothing. Nothing where it was given up.
std::optional<PeriodFigures> ComputeFigures(const Catalog& catalog, const Totals& totals,
                                            const PeriodQuery& query, GoOn go_on);
// To the end.
PeriodFigures ComputeFigures(const Catalog& catalog, const Totals& totals,
                             const PeriodQuery& query);

struct CompletenessQuery {
  Period period;
  std::string region = "";
  std::vector<std::string> indicators = {};  // codes of flows and stocks; empty: all
};

struct IndicatorCompleteness {
  const Indicator* indicator;
  Completeness completeness;
};

Violations CheckQuery(const Catalog& catalog, const CompletenessQuery& query);

// In the order of `query.indicators` or of the catalog. Requires that CheckQuery found nothing.
std::vector<IndicatorCompleteness> ComputeCompleteness(const Catalog& catalog, const Totals& totals,
                                                       const CompletenessQuery& query);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_PERIOD_QUERY_H_
