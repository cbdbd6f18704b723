// The catalog: which bureaus report and what is measured.
//
// Example:
//   Checked<std::shared_ptr<const Catalog>> created = Catalog::Create(spec, keys);
//   if (!created.ok()) return created.faults();
//   const Bureau* bureau = (*created)->FindBureau("justice");
//
// Threads: immutable once made; share it freely.
#ifndef JURIMETER_DOMAIN_CATALOG_CATALOG_H_
#define JURIMETER_DOMAIN_CATALOG_CATALOG_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/catalog/bureau.h"        // exported
#include "domain/catalog/catalog_keys.h"  // exported
#include "domain/catalog/catalog_spec.h"  // exported
#include "domain/catalog/indicator.h"     // exported
#include "domain/event/event.h"
#include "domain/values/checked.h"

namespace jurimeter {

// An indicator of a catalog that was found sound.
struct Indicator {
  IndicatorKey key;
  IndicatorKind kind;
  // The kind of the values that it prints. A maximum prints values of its operand.
  IndicatorKind printed_kind;
  IndicatorSpec spec;
  // The indicators that the definition refers to, as places in Catalog::indicators(), in the order
  // of its fields. A flow or stock has none.
  std::vector<size_t> operands;
  // Counts are whole numbers of 10^-quantity_decimals units. A derived indicator takes the decimals
  // of its first operand; one that counts bureaus or regions has 0.
  int quantity_decimals = 0;
  int denominator_decimals = 0;  // the same of the denominator, if its values are ratios of counts
  // By code: categories of earlier catalogs that this one no longer declares. No event may name
  // them, but what was reported in them counts.
  std::vector<CategorySpec> left_out = {};

  // Whether something may have been reported in categories.
  bool has_categories() const { return !spec.categories.empty() || !left_out.empty(); }
  bool derived() const { return kind != IndicatorKind::kFlow && kind != IndicatorKind::kStock; }
};

class Catalog {
 public:
  // Checks `spec` as a whole and returns the catalog, or every fault there is, each with a field
  // path of the catalog's message such as "indicators[3].ratio.denominator":
  //   - time_zone unknown; first_year outside kMinFirstYear..kMaxYear
  //   - a code missing, malformed or used twice; a name or title missing (name_zh; title_zh)
  //   - a region that is not 2 to 12 digits
  //   - a section or an operand that the catalog does not define
  //   - no definition; an operand missing or of a kind that it cannot take; a cycle of definitions;
  //     definitions deeper than kMaxDefinitionDepth; a category that its indicator does not
  //     declare; numbers out of range
  //   - counts added or compared whose units or quantity_decimals differ
  //   - categories, reporters or quantity_decimals on a derived indicator; an unknown reporter
  //   - a bureau that ends before it begins or before the first year; assignments that do not
  //     ascend or lie outside its life
  //   - decimals outside 0..kMaxDecimals; a step below 1; a scale that cannot be of the kind
  //   - a rule without numbers, or with numbers that it cannot take
  //   - a code for which `keys` has no key
  // and of a new catalog also
  //   - assignments that change nothing or lie before the first year
  //   - a sum that has the same term twice
  //   - a count printed in % or 倍
  static Checked<std::shared_ptr<const Catalog>> Create(CatalogSpec spec, const CatalogKeys& keys,
                                                        CatalogUse use = CatalogUse::kNew);

  const CatalogSpec& spec() const { return spec_; }
  absl::TimeZone time_zone() const { return time_zone_; }
  int first_year() const { return spec_.first_year; }
  const std::vector<Bureau>& bureaus() const { return bureaus_; }
  const std::vector<Indicator>& indicators() const { return indicators_; }

  // Null if the catalog has no such code.
  const Bureau* FindBureau(std::string_view code) const;
  const Indicator* FindIndicator(std::string_view code) const;
  // What has this key; null if nothing of the catalog has.
  const Bureau* FindBureauOf(BureauKey key) const;
  const Indicator* FindIndicatorOf(IndicatorKey key) const;
  // Nothing if `indicator`, which is one of indicators(), does not declare the category.
  std::optional<CategoryKey> FindCategory(const Indicator& indicator, std::string_view code) const;
  // The code of a category that `indicator` declares; nothing if it declares none of this key.
  std::optional<std::string_view> FindCategoryCode(const Indicator& indicator,
                                                   CategoryKey key) const;
  // As FindCategory, and also finds a category that this catalog left out.
  std::optional<CategoryKey> FindReported(const Indicator& indicator, std::string_view code) const;

 private:
  using CategoryKeys = absl::flat_hash_map<std::string, CategoryKey>;

  Catalog() = default;

  // Adds the categories of `spec`, the next indicator, and those that it left out. Returns the
  // names of the latter.
  std::vector<CategorySpec> AddCategories(const IndicatorSpec& spec, const CatalogKeys& keys);

  std::optional<CategoryKey> Find(const std::vector<CategoryKeys>& keys, const Indicator& indicator,
                                  std::string_view code) const;

  CatalogSpec spec_;
  absl::TimeZone time_zone_;
  std::vector<Bureau> bureaus_;
  std::vector<Indicator> indicators_;
  // Places by code.
  absl::flat_hash_map<std::string, size_t> bureau_places_;
  absl::flat_hash_map<std::string, size_t> indicator_places_;
  // Places by key.
  absl::flat_hash_map<BureauKey, size_t> bureau_keys_;
  absl::flat_hash_map<IndicatorKey, size_t> indicator_keys_;
  // Keys of categories by code, at the place of the indicator: those of this catalog, and those
  // that it leaves out.
  std::vector<CategoryKeys> categories_;
  std::vector<CategoryKeys> left_out_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CATALOG_H_
