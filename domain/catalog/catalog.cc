#include "domain/catalog/catalog.h"

#include <utility>

#include "domain/catalog/catalog_check.h"
#include "domain/catalog/count_decimals.h"
#include "domain/catalog/definition.h"
#include "domain/catalog/indicator_places.h"
#include "domain/values/text.h"
#include "domain/values/time_zone.h"

namespace jurimeter {

Checked<std::shared_ptr<const Catalog>> Catalog::Create(CatalogSpec spec, const CatalogKeys& keys,
                                                        CatalogUse use) {
  Violations faults = CheckCatalog(spec, keys, use);
  if (!faults.empty()) return faults;

  std::shared_ptr<Catalog> catalog(new Catalog);
  catalog->spec_ = std::move(spec);
  catalog->time_zone_ = *FindTimeZone(catalog->spec_.time_zone);
  for (const BureauSpec& bureau : catalog->spec_.bureaus) {
    const BureauKey key = keys.bureaus.at(bureau.code);
    catalog->bureau_places_.emplace(bureau.code, catalog->bureaus_.size());
    catalog->bureau_keys_.emplace(key, catalog->bureaus_.size());
    catalog->bureaus_.push_back(MakeBureau(key, bureau));
  }
  const IndicatorPlaces places = PlacesOf(catalog->spec_);
  for (const IndicatorSpec& indicator : catalog->spec_.indicators) {
    std::vector<size_t> operands;
    for (const Operand& operand : OperandsOf(indicator.definition)) {
      operands.push_back(places.at(ToAbsl(operand.code)));
    }
    std::vector<CategorySpec> left_out = catalog->AddCategories(indicator, keys);
    const IndicatorKey key = keys.indicators.at(indicator.code);
    catalog->indicator_places_.emplace(indicator.code, catalog->indicators_.size());
    catalog->indicator_keys_.emplace(key, catalog->indicators_.size());
    const bool maximum = std::holds_alternative<Maximum>(indicator.definition);
    const IndicatorSpec& printed =
        maximum ? catalog->spec_.indicators[operands.front()] : indicator;
    catalog->indicators_.push_back(
        {key, KindOf(indicator.definition), KindOf(printed.definition), indicator,
         std::move(operands), QuantityDecimals(catalog->spec_, places, indicator),
         DenominatorDecimals(catalog->spec_, places, indicator), std::move(left_out)});
  }
  return std::shared_ptr<const Catalog>(std::move(catalog));
}

std::vector<CategorySpec> Catalog::AddCategories(const IndicatorSpec& spec,
                                                 const CatalogKeys& keys) {
  CategoryKeys& declared = categories_.emplace_back();
  CategoryKeys& left_out = left_out_.emplace_back();
  for (const CategorySpec& category : spec.categories) {
    declared.emplace(category.code, keys.categories.at({spec.code, category.code}));
  }
  std::vector<CategorySpec> names;
  for (auto next = keys.categories.lower_bound({spec.code, ""});
       next != keys.categories.end() && next->first.first == spec.code; ++next) {
    const auto& [code, key] = *next;
    if (declared.contains(code.second)) continue;
    left_out.emplace(code.second, key);
    const auto named = keys.left_out.find(code);
    names.push_back(named == keys.left_out.end() ? CategorySpec{code.second, "", ""}
                                                 : named->second);
  }
  return names;
}

const Bureau* Catalog::FindBureau(std::string_view code) const {
  const auto found = bureau_places_.find(ToAbsl(code));
  return found == bureau_places_.end() ? nullptr : &bureaus_[found->second];
}

std::optional<CategoryKey> Catalog::Find(const std::vector<CategoryKeys>& keys,
                                         const Indicator& indicator, std::string_view code) const {
  const CategoryKeys& of_indicator = keys[static_cast<size_t>(&indicator - indicators_.data())];
  const auto found = of_indicator.find(ToAbsl(code));
  return found == of_indicator.end() ? std::nullopt : std::optional(found->second);
}

std::optional<CategoryKey> Catalog::FindCategory(const Indicator& indicator,
                                                 std::string_view code) const {
  return Find(categories_, indicator, code);
}

std::optional<CategoryKey> Catalog::FindReported(const Indicator& indicator,
                                                 std::string_view code) const {
  const std::optional<CategoryKey> declared = FindCategory(indicator, code);
  return declared ? declared : Find(left_out_, indicator, code);
}

const Indicator* Catalog::FindIndicator(std::string_view code) const {
  const auto found = indicator_places_.find(ToAbsl(code));
  return found == indicator_places_.end() ? nullptr : &indicators_[found->second];
}

const Bureau* Catalog::FindBureauOf(BureauKey key) const {
  const auto found = bureau_keys_.find(key);
  return found == bureau_keys_.end() ? nullptr : &bureaus_[found->second];
}

const Indicator* Catalog::FindIndicatorOf(IndicatorKey key) const {
  const auto found = indicator_keys_.find(key);
  return found == indicator_keys_.end() ? nullptr : &indicators_[found->second];
}

std::optional<std::string_view> Catalog::FindCategoryCode(const Indicator& indicator,
                                                          CategoryKey key) const {
  const CategoryKeys& declared = categories_[static_cast<size_t>(&indicator - indicators_.data())];
  for (const auto& [code, known] : declared) {
    if (known == key) return code;
  }
  return std::nullopt;
}

}  // namespace jurimeter
