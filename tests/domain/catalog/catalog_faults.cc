#include "tests/domain/catalog/catalog_faults.h"

#include <gmock/gmock.h>

#include "domain/catalog/catalog.h"

namespace jurimeter {

using testing::ElementsAre;

Violations FaultsOf(const CatalogSpec& spec, const CatalogKeys& keys) {
  const auto created = Catalog::Create(spec, keys);
  return created.ok() ? Violations{} : created.faults();
}

Violations FaultsOf(const CatalogSpec& spec) { return FaultsOf(spec, CatalogKeys::ByPlace(spec)); }

void ExpectFaults(std::initializer_list<FaultCase> cases) {
  for (const FaultCase& c : cases) {
    CatalogSpec spec = SampleSpec();
    c.spoil(spec);
    EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault(c.field, c.description))) << c.field;
  }
}

CatalogSpec SpecWith(const IndicatorSpec& under_test) {
  CatalogSpec spec = WorldSpec();
  spec.indicators.push_back(Defined("rate", Ratio{"g", "f"}, In(Scale::kPercent, 1)));
  spec.indicators.push_back(Defined("mean", Ratio{"money", "f"}, In(Scale::kOne, 2)));
  spec.indicators.push_back(Defined("sum", Sum{{{"f"}, {"g", -1}}}));
  spec.indicators.push_back(Defined("part", Part{"s", "x"}));
  spec.indicators.push_back(under_test);
  return spec;
}

void ExpectFault(const std::function<void(CatalogSpec&)>& spoil, const char* field,
                 const char* description) {
  CatalogSpec spec = SpecWith(Defined("under_test", Flow{}));
  spoil(spec);
  EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault(field, description))) << field;
}

}  // namespace jurimeter
