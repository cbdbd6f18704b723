// The keys under which storage knows the codes of a catalog.
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_CATALOG_CATALOG_KEYS_H_
#define JURIMETER_DOMAIN_CATALOG_CATALOG_KEYS_H_

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "domain/catalog/catalog_spec.h"
#include "domain/event/event.h"

namespace jurimeter {

// The keys that storage gave the codes of a catalog and of those before it.
struct CatalogKeys {
  // (indicator code, category code)
  using CategoryCode = std::pair<std::string, std::string>;

  std::map<std::string, BureauKey, std::less<>> bureaus;
  std::map<std::string, IndicatorKey, std::less<>> indicators;
  // Keys are unique over all indicators and never 0.
  std::map<CategoryCode, CategoryKey> categories;
  // The last known names of categories that the catalog left out.
  std::map<CategoryCode, CategorySpec> left_out;

  // Keys by place from 1, for a catalog that no storage knows yet, such as in a check or a test.
  static CatalogKeys ByPlace(const CatalogSpec& spec);
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CATALOG_KEYS_H_
