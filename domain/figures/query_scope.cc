#include "domain/figures/query_scope.h"

#include "domain/values/require.h"

namespace jurimeter {

Scope ScopeOf(const Catalog& catalog, const std::string& region,
              const std::vector<std::string>& codes) {
  const Scope scope = Scope::All(catalog).InRegion(region);
  return codes.empty() ? scope : scope.OfBureaus(codes);
}

std::vector<const Indicator*> IndicatorsOf(const Catalog& catalog,
                                           const std::vector<std::string>& codes,
                                           bool include_supporting) {
  std::vector<const Indicator*> indicators;
  for (const std::string& code : codes) {
    indicators.push_back(catalog.FindIndicator(code));
    JURIMETER_REQUIRE(indicators.back() != nullptr);
  }
  if (!codes.empty()) return indicators;
  for (const Indicator& indicator : catalog.indicators()) {
    if (!indicator.spec.supporting || include_supporting) indicators.push_back(&indicator);
  }
  return indicators;
}

}  // namespace jurimeter
