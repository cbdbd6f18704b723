#include "domain/catalog.h"

#include <utility>

#include "domain/catalog_checks.h"
#include "domain/definition.h"
#include "domain/text.h"

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

std::variant<std::shared_ptr<const Catalog>, Violations> Catalog::Create(CatalogSpec spec,
                                                                         const CatalogKeys& keys) {
  Violations faults = CheckCatalog(spec, keys);
  if (!faults.empty()) return faults;

  std::shared_ptr<Catalog> catalog(new Catalog);
  catalog->spec_ = std::move(spec);
  LoadNamedTimeZone(catalog->spec_.time_zone, &catalog->time_zone_);
  for (const BureauSpec& bureau : catalog->spec_.bureaus) {
    catalog->bureau_places_.emplace(bureau.code, catalog->bureaus_.size());
    catalog->bureaus_.push_back({keys.bureaus.at(bureau.code), bureau});
  }
  const IndicatorPlaces places = PlacesOf(catalog->spec_);
  for (const IndicatorSpec& indicator : catalog->spec_.indicators) {
    std::vector<size_t> operands;
    for (const Operand& operand : OperandsOf(indicator.definition)) {
      operands.push_back(places.at(ToAbsl(operand.code)));
    }
    auto& categories = catalog->categories_.emplace_back();
    for (const CategorySpec& category : indicator.categories) {
      categories.emplace(category.code, keys.categories.at({indicator.code, category.code}));
    }
    catalog->indicator_places_.emplace(indicator.code, catalog->indicators_.size());
    catalog->indicators_.push_back({keys.indicators.at(indicator.code),
                                    KindOf(indicator.definition), indicator, std::move(operands)});
  }
  return std::shared_ptr<const Catalog>(std::move(catalog));
}

const Bureau* Catalog::FindBureau(std::string_view code) const {
  const auto found = bureau_places_.find(ToAbsl(code));
  return found == bureau_places_.end() ? nullptr : &bureaus_[found->second];
}

const Indicator* Catalog::FindIndicator(std::string_view code) const {
  const auto found = indicator_places_.find(ToAbsl(code));
  return found == indicator_places_.end() ? nullptr : &indicators_[found->second];
}

}  // namespace jurimeter
