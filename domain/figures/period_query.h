// Questions about any period: the figures of the whole, how they compare, and those of its parts.
//
// Example:
//   PeriodQuery query{.period = QuarterPeriod(2023, 3), .region = "2301",
//                     .compare = YearsBefore{1}, .by = Breakdown{BreakdownBy::kMonth}};
//   Violations faults = CheckQuery(catalog, query);
//
// Threads: pure.
#ifndef JURIMETER_DOMAIN_FIGURES_PERIOD_QUERY_H_
#define JURIMETER_DOMAIN_FIGURES_PERIOD_QUERY_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
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
  std::string region = "";                   // prefix of a division code; empty: all
  std::vector<std::string> bureaus = {};     // codes; empty: all
  std::vector<std::string> indicators = {};  // codes; empty: all that the report prints
  bool include_supporting = false;           // with no `indicators`: the supporting ones too
  std::optional<Comparison> compare = std::nullopt;
  std::optional<Breakdown> by = std::nullopt;
};

// Most months, quarters or years into which a period is broken down: the months of a century.
inline constexpr size_t kMaxParts = 1200;
// Most figures in all parts of a breakdown; a compared figure counts twice. So many fit into the
// 4 MiB that clients of gRPC take by default.
inline constexpr size_t kMaxPartFigures = 20'000;

// Every fault of `query`, with the field names of QueryPeriodRequest. A period that could not be
// read is for the caller to refuse.
Violations CheckQuery(const Catalog& catalog, const PeriodQuery& query);

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_FIGURES_PERIOD_QUERY_H_
