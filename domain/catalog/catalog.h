// The catalog: which bureaus report, what is measured, and what is admitted.
//
// Example:
//   auto created = Catalog::Create(spec, keys);
//   if (auto* faults = std::get_if<Violations>(&created)) { ... all of them ... }
//   const Catalog& catalog = *std::get<std::shared_ptr<const Catalog>>(created);
//   auto admitted = catalog.Admit(draft, absl::Now());
//
// Threads: immutable once made; share it freely.
#ifndef JURIMETER_DOMAIN_CATALOG_CATALOG_H_
#define JURIMETER_DOMAIN_CATALOG_CATALOG_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "domain/catalog/indicator.h"
#include "domain/catalog/rule.h"
#include "domain/event/event.h"
#include "domain/event/event_draft.h"
#include "domain/event/event_refusal.h"
#include "domain/values/quantity.h"  // exported: kMaxQuantity
#include "domain/values/violation.h"

namespace jurimeter {

// Limits of admission, beside kMaxQuantity.
inline constexpr size_t kMaxSubjectBytes = 128;
inline constexpr absl::Duration kMaxAhead = absl::Minutes(5);
inline constexpr int kMinFirstYear = 1900;
inline constexpr int kMaxYear = 9999;
inline constexpr size_t kMaxCodeBytes = 64;
// Most definitions from a derived indicator down to what is reported.
inline constexpr int kMaxDefinitionDepth = 32;

struct SectionSpec {
  std::string code;
  std::string title_zh;
  std::string title_en;
};

// A bureau's region and names from a day on; what is empty stays as before.
struct AssignmentSpec {
  std::string from;  // "2023-07-01"
  std::string region;
  std::string name_zh;
  std::string name_en;
};

struct BureauSpec {
  std::string code;
  std::string name_zh;
  std::string name_en;
  std::string region;  // GB/T 2260, 2 to 12 digits
  std::vector<AssignmentSpec> assignments = {};
  std::string begins = {};  // its first day, "2023-07-01"; empty: it was always there
  std::string ends = {};    // its last day; empty: it is still there
};

struct RegionSpec {
  std::string code;
  std::string name_zh;
  std::string name_en;
};

// A catalog as somebody wrote it; nothing in it is checked.
struct CatalogSpec {
  std::string name;
  std::string time_zone;
  int first_year = 0;
  std::vector<SectionSpec> sections;
  std::vector<BureauSpec> bureaus;
  std::vector<IndicatorSpec> indicators;
  std::vector<RuleSpec> rules;
  std::vector<RegionSpec> regions;
};

// The keys that storage gave the codes of a catalog and of those before it.
struct CatalogKeys {
  // (indicator code, category code)
  using CategoryCode = std::pair<std::string, std::string>;

  std::map<std::string, BureauKey, std::less<>> bureaus;
  std::map<std::string, IndicatorKey, std::less<>> indicators;
  // Keys are unique over all indicators and never 0.
  std::map<CategoryCode, CategoryKey> categories;
  // How categories that the catalog left out were last called, as far as that is known.
  std::map<CategoryCode, CategorySpec> left_out;

  // Keys by place from 1, for a catalog that no storage knows yet: a check, a test.
  static CatalogKeys ByPlace(const CatalogSpec& spec);
};

// Where a bureau belonged and how it was called from a day on, all filled in.
struct Assignment {
  absl::CivilDay from;
  std::string region;
  std::string name_zh;
  std::string name_en;
};

struct Bureau {
  BureauKey key;
  BureauSpec spec;
  // Ascending; the first is from before any day that is counted.
  std::vector<Assignment> history;
  // Its first and last day; before and after any day that is counted where it has none.
  absl::CivilDay begins;
  absl::CivilDay ends;

  const Assignment& On(absl::CivilDay day) const;
  bool ExistsOn(absl::CivilDay day) const { return begins <= day && day <= ends; }
};

struct Indicator {
  IndicatorKey key;
  IndicatorKind kind;
  // Whose values it prints: of a maximum, those of what it is of.
  IndicatorKind printed_kind;
  IndicatorSpec spec;
  // Places in Catalog::indicators() of what the definition refers to, in the order of its fields.
  // Empty for flow and stock.
  std::vector<size_t> operands;
  // Counts are whole numbers of 10^-quantity_decimals units; of what is derived, those of its
  // first operand, and 0 of what counts bureaus or regions.
  int quantity_decimals = 0;
  int denominator_decimals = 0;  // of what has ratios of counts
  // By code: categories of earlier catalogs that this one no longer declares. No event may name
  // them, but what was reported in them counts.
  std::vector<CategorySpec> left_out = {};

  // Whether something may have been reported in categories.
  bool has_categories() const { return !spec.categories.empty() || !left_out.empty(); }
  bool derived() const { return kind != IndicatorKind::kFlow && kind != IndicatorKind::kStock; }
};

// Of what is in force only what it cannot be evaluated by is a fault: a later version of this
// program that asks more of catalogs must still serve the figures of those that it finds.
enum class CatalogUse { kNew, kInForce };

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
  //   - a rule without numbers, or with such as it cannot take
  //   - a code for which `keys` has no key
  // and of a new one also
  //   - assignments that change nothing or lie before the first year
  //   - a sum that has the same term twice
  //   - a count printed in % or 倍
  static std::variant<std::shared_ptr<const Catalog>, Violations> Create(
      CatalogSpec spec, const CatalogKeys& keys, CatalogUse use = CatalogUse::kNew);

  // Turns a draft into an event and fixes its statistic day, or returns every rule that it
  // breaks, in the order of EventDraft's fields. `now` is the server's clock.
  std::variant<Event, EventRefusals> Admit(const EventDraft& draft, absl::Time now) const;

  const CatalogSpec& spec() const { return spec_; }
  absl::TimeZone time_zone() const { return time_zone_; }
  int first_year() const { return spec_.first_year; }
  const std::vector<Bureau>& bureaus() const { return bureaus_; }
  const std::vector<Indicator>& indicators() const { return indicators_; }

  // Null where the catalog has no such code.
  const Bureau* FindBureau(std::string_view code) const;
  const Indicator* FindIndicator(std::string_view code) const;
  // Nothing where `indicator`, which is one of indicators(), does not declare the category.
  std::optional<CategoryKey> FindCategory(const Indicator& indicator, std::string_view code) const;
  // The same, or one that was left out.
  std::optional<CategoryKey> FindReported(const Indicator& indicator, std::string_view code) const;

 private:
  using CategoryKeys = absl::flat_hash_map<std::string, CategoryKey>;

  Catalog() = default;

  // Those of `spec`, the next indicator, and those left out, whose names it returns.
  std::vector<CategorySpec> AddCategories(const IndicatorSpec& spec, const CatalogKeys& keys);

  std::optional<CategoryKey> Find(const std::vector<CategoryKeys>& keys, const Indicator& indicator,
                                  std::string_view code) const;

  CatalogSpec spec_;
  absl::TimeZone time_zone_;
  std::vector<Bureau> bureaus_;
  std::vector<Indicator> indicators_;
  // Places by code; and categories by code, at the place of their indicator.
  absl::flat_hash_map<std::string, size_t> bureau_places_;
  absl::flat_hash_map<std::string, size_t> indicator_places_;
  std::vector<CategoryKeys> categories_;
  std::vector<CategoryKeys> left_out_;
};

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CATALOG_H_
