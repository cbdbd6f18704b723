// A catalog with reports, to ask for figures of every kind.
//
// Example:
//   World world(spec);
//   world.AddFlow("justice", "cases.received", "2023-05-01", 33);
//   world.Ask("cases.growth", YearPeriod(2023)).display
#ifndef JURIMETER_TESTS_DOMAIN_FIGURES_FIGURE_WORLD_H_
#define JURIMETER_TESTS_DOMAIN_FIGURES_FIGURE_WORLD_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "domain/catalog/catalog.h"
#include "domain/figures/figure.h"
#include "domain/figures/period_figures.h"
#include "domain/figures/period_query.h"
#include "domain/totals/totals.h"
#include "domain/values/period.h"
#include "tests/domain/catalog/world_spec.h"  // exported

namespace jurimeter {

class World {
 public:
  explicit World(const CatalogSpec& spec);

  // Puts a later catalog into force: codes keep their keys, whether it has them or not.
  void Apply(const CatalogSpec& spec);

  const Catalog& catalog() const { return *catalog_; }
  const Totals& totals() const { return totals_; }

  // Days as "2023-05-01".
  void AddFlow(const std::string& bureau, const std::string& indicator, const std::string& day,
               int64_t quantity, const std::string& category = "");
  void AddLevel(const std::string& bureau, const std::string& indicator, const std::string& day,
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

// What breaks the data rules in 2023, as "RULE of TEXT". Checks that a text names the whole scope
// if and only if the breach is of no bureau.
std::vector<std::string> Breaches(const World& world, const std::vector<std::string>& indicators,
                                  const std::string& region = "");

}  // namespace jurimeter

#endif  // JURIMETER_TESTS_DOMAIN_FIGURES_FIGURE_WORLD_H_
