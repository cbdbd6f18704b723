#include "domain/catalog/unit_check.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The faults of adding f, in 件 and without decimals, and money.
Violations FaultsOfMixing(const std::string& unit, int decimals) {
  CatalogSpec spec = SpecWith(Defined("mixed", Sum{{{"f"}, {"money"}}}));
  spec.indicators[2].unit_zh = unit;
  spec.indicators[2].quantity_decimals = decimals;
  return FaultsOf(spec);
}

TEST(UnitCheckTest, WhatIsAddedIsCountedAlike) {
  const char* const kField = "indicators[8].sum.terms[1].indicator";
  EXPECT_THAT(FaultsOfMixing("件", 0), IsEmpty());
  EXPECT_THAT(FaultsOfMixing("件", 2),
              ElementsAre(IsFault(kField, "\"money\" has quantity_decimals 2")));
  EXPECT_THAT(FaultsOfMixing("元", 0),
              ElementsAre(IsFault(kField, "\"money\" is in \"元\", but \"mixed\" in \"件\"")));
  EXPECT_THAT(FaultsOfMixing("元", 2), ElementsAre(IsFault(kField, "expected the same unit_zh"),
                                                   IsFault(kField, "expected the same")));
}

TEST(UnitCheckTest, OperandsHaveTheUnitOfTheirSum) {
  IndicatorSpec sum = Defined("under_test", Sum{{{"f"}}});
  sum.unit_zh = "元";
  EXPECT_THAT(FaultsOf(SpecWith(sum)),
              ElementsAre(IsFault("indicators[8].sum.terms[0].indicator", "\"f\" is in \"件\"")));
}

TEST(UnitCheckTest, AChangeOrMaximumOfACountHasItsUnit) {
  for (const Definition& definition :
       {Definition(Change{"f"}), Definition(Maximum{"f", Siblings{}})}) {
    IndicatorSpec spec = Defined("under_test", definition);
    EXPECT_THAT(FaultsOf(SpecWith(spec)), IsEmpty());
    spec.unit_zh = "元";
    EXPECT_EQ(FaultsOf(SpecWith(spec)).size(), 1u);
  }
}

TEST(UnitCheckTest, RatiosDivideAnyUnits) {
  IndicatorSpec spec = Defined("under_test", Ratio{"money", "f"});
  spec.unit_zh = "元/件";
  EXPECT_THAT(FaultsOf(SpecWith(spec)), IsEmpty());
}

}  // namespace
}  // namespace jurimeter
