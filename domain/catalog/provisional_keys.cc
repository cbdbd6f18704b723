#include "domain/catalog/provisional_keys.h"

#include <utility>

namespace jurimeter {

CatalogKeys WithProvisionalKeys(CatalogKeys given, const CatalogSpec& spec) {
  // Storage gives keys above 0.
  BureauKey bureau = -1;
  for (const BureauSpec& each : spec.bureaus) given.bureaus.try_emplace(each.code, bureau--);
  IndicatorKey indicator = -1;
  CategoryKey category = -1;
  for (const IndicatorSpec& each : spec.indicators) {
    given.indicators.try_emplace(each.code, indicator--);
    for (const CategorySpec& of_indicator : each.categories) {
      given.categories.try_emplace(std::pair(each.code, of_indicator.code), category--);
    }
  }
  return given;
}

}  // namespace jurimeter
