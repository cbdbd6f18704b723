#include "domain/catalog/intent_check.h"

#include <gmock/gmock.h>

#include "domain/catalog/catalog.h"
#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(IntentCheckTest, OnlyProportionsArePrintedAsSuch) {
  const Siblings bureaus;
  for (const Scale scale : {Scale::kPercent, Scale::kTimes}) {
    for (const Definition& plain :
         {Definition(Flow{}), Definition(Stock{}), Definition(Cumulative{.flow = "f"}),
          Definition(Part{"f", "x"}), Definition(Sum{.terms = {Term{"f"}}}),
          Definition(Rank{"f", bureaus}), Definition(CountBeyond{"f", bureaus}),
          Definition(Maximum{"f", bureaus}), Definition(Change{"f"})}) {
      EXPECT_THAT(
          FaultsOf(SpecWith(Defined("under_test", plain, In(scale, 1)))),
          ElementsAre(IsFault("indicators[8].display.scale", "no proportion; expected it of")));
    }
    for (const Definition& proportion :
         {Definition(Ratio{"g", "f"}), Definition(Share{"f", "x"}), Definition(RegionShare{"f", 2}),
          Definition(Coverage{"f"}), Definition(Growth{"f"}), Definition(AverageGrowth{"f", 2}),
          Definition(Multiple{"f"})}) {
      EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", proportion, In(scale, 1)))), IsEmpty());
    }
  }
}

TEST(IntentCheckTest, ATermStandsOnceInASum) {
  EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", Sum{{{"f"}, {"g"}, {"f", -1}}}))),
              ElementsAre(IsFault("indicators[8].sum.terms[2].indicator", "\"f\" is given twice")));
  // What there was before the period is another term: what a level has grown by.
  EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", Sum{{{"s"}, {"s", -1, true}}}))), IsEmpty());
}

TEST(IntentCheckTest, IsNotAskedOfACatalogInForce) {
  CatalogSpec spec = SpecWith(Defined("under_test", Sum{{{"f"}, {"f"}}}, In(Scale::kPercent, 1)));
  spec.bureaus[1].assignments = {{"2017-12-31", "", "", ""}};
  EXPECT_EQ(FaultsOf(spec).size(), 4U);
  const auto in_force = Catalog::Create(spec, CatalogKeys::ByPlace(spec), CatalogUse::kInForce);
  EXPECT_TRUE(in_force.ok());
}

}  // namespace
}  // namespace jurimeter
