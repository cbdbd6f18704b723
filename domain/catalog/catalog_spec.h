// A catalog as somebody wrote it, as plain data, and the limits that it must keep.
//
// Threads: values.
#ifndef JURIMETER_DOMAIN_CATALOG_CATALOG_SPEC_H_
#define JURIMETER_DOMAIN_CATALOG_CATALOG_SPEC_H_

#include <cstddef>
#include <string>
#include <vector>

#include "domain/catalog/indicator.h"
#include "domain/catalog/rule.h"

namespace jurimeter {

inline constexpr int kMinFirstYear = 1900;
inline constexpr int kMaxYear = 9999;
inline constexpr size_t kMaxCodeBytes = 64;
// Most definitions from a derived indicator down to a flow or stock.
inline constexpr int kMaxDefinitionDepth = 32;

struct SectionSpec {
  std::string code;
  std::string title_zh;
  std::string title_en;
};

// A bureau's region and names from a day on. An empty field stays as before.
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
// Catalog::Create checks it.
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

// How strictly a catalog is checked. A catalog already in force is rejected only if it cannot be
// evaluated: a later version of this program that asks more of catalogs must still serve the
// figures of those that it finds.
enum class CatalogUse { kNew, kInForce };

}  // namespace jurimeter

#endif  // JURIMETER_DOMAIN_CATALOG_CATALOG_SPEC_H_
