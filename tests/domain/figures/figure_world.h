// A catalog with reports, to ask for figures of every kind.
//
// Example:
//   World world(spec);
//   world.Flow("justice", "cases.received", "2023-05-01", 33);
//   world.Ask("cases.growth", YearPeriod(2023)).display
#ifndef JURIMETER_TESTS_DOMAIN_FIGURES_FIGURE_WORLD_H_
#define JURIMETER_TESTS_DOMAIN_FIGURES_FIGURE_WORLD_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/figures/figures.h"
#include "domain/figures/period_query.h"
#include "domain/totals/totals.h"
#include "domain/values/period.h"

namespace jurimeter {

// An indicator of section "一" in 件, printed plainly.
IndicatorSpec Defined(std::string code, Definition definition, Display display = {});

Display In(Scale scale, int decimals, Sign sign = Sign::kMinusOnly);

// First year 2018, in Asia/Shanghai. Eight bureaus: a1, a2 in 420106, a3 in 420107, b1 in 4202,
// b2 in 420205, c1 in 430101, d1 and d2 in 430202.
//   f        flow, categories x, y; d1 and d2 need not report
//   g        flow
//   money    flow in 元 with 2 decimals
//   s        stock, categories x, y
CatalogSpec WorldSpec();

class World {
 public:
  explicit World(const CatalogSpec& spec);

  // Puts a later catalog into force: codes keep their keys, whether it has them or not.
  void Apply(const CatalogSpec& spec);

  const Catalog& catalog() const { return *catalog_; }
  const Totals& totals() const { return totals_; }

  // Days as "2023-05-01".
  void Flow(const std::string& bureau, const std::string& indicator, const std::string& day,
            int64_t quantity, const std::string& category = "");
  void Level(const std::string& bureau, const std::string& indicator, const std::string& day,
             int64_t level, const std::string& category = "");

  // The one figure of `indicator`.
  Figure Ask(const std::string& indicator, const Period& period, const std::string& region = "",
             const std::vector<std::string>& bureaus = {}) const;
  PeriodFigures Ask(const PeriodQuery& query) const;

 private:
  CellKey Cell(const std::string& bureau, const std::string& indicator,
               const std::string& category) const;

  CatalogKeys keys_;
  std::shared_ptr<const Catalog> catalog_;
  Totals totals_;
};

}  // namespace jurimeter

#endif  // JURIMETER_TESTS_DOMAIN_FIGURES_FIGURE_WORLD_H_
