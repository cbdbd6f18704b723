#include "domain/catalog/catalog_keys.h"

#include <utility>

namespace jurimeter {

CatalogKeys CatalogKeys::ByPlace(const CatalogSpec& spec) {
  CatalogKeys keys;
  BureauKey bureau_key = 1;
  for (const BureauSpec& bureau : spec.bureaus) keys.bureaus.emplace(bureau.code, bureau_key++);
  IndicatorKey indicator_key = 1;
  CategoryKey category_key = 1;
  for (const IndicatorSpec& indicator : spec.indicators) {
    keys.indicators.emplace(indicator.code, indicator_key++);
    for (const CategorySpec& category : indicator.categories) {
      keys.categories.emplace(std::pair(indicator.code, category.code), category_key++);
    }
  }
  return keys;
}

}  // namespace jurimeter
