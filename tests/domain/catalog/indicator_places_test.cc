#include "domain/catalog/indicator_places.h"

#include <gtest/gtest.h>

#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

TEST(IndicatorPlacesTest, HasTheFirstPlaceOfEachCode) {
  CatalogSpec spec = SampleSpec();
  spec.indicators[7].code = "cases.received";
  const IndicatorPlaces places = PlacesOf(spec);
  EXPECT_EQ(places.size(), 7u);
  EXPECT_EQ(places.at("cases.received"), 0u);
  EXPECT_EQ(places.at("teams.present"), 4u);
  EXPECT_FALSE(places.contains("teams.load"));
  EXPECT_EQ(&IndicatorOf(spec, places, "teams.present"), &spec.indicators[4]);
}

TEST(IndicatorFieldTest, IsAPath) {
  EXPECT_EQ(IndicatorField(3, "ratio.denominator"), "indicators[3].ratio.denominator");
}

}  // namespace
}  // namespace jurimeter
