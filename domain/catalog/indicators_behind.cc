#include "domain/catalog/indicators_behind.h"

#include <cstddef>
#include <utility>

#include "absl/container/flat_hash_set.h"

namespace jurimeter {
namespace {

struct Found {
  std::vector<const Indicator*> all;
  absl::flat_hash_set<const Indicator*> seen;
};

void Add(const Catalog& catalog, const Indicator& indicator, Found* found) {
  if (!found->seen.insert(&indicator).second) return;
  found->all.push_back(&indicator);
  for (const size_t operand : indicator.operands) {
    Add(catalog, catalog.indicators()[operand], found);
  }
}

}  // namespace

std::vector<const Indicator*> IndicatorsBehind(const Catalog& catalog,
                                               const std::vector<const Indicator*>& indicators) {
  Found found;
  for (const Indicator* indicator : indicators) Add(catalog, *indicator, &found);
  return std::move(found.all);
}

}  // namespace jurimeter
