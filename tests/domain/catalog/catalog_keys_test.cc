#include "domain/catalog/catalog_keys.h"

#include <gmock/gmock.h>

#include <utility>

#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CatalogKeysTest, ByPlaceAreUniqueAndNeverZero) {
  const CatalogKeys keys = CatalogKeys::ByPlace(SampleSpec());
  EXPECT_THAT(keys.bureaus, ElementsAre(std::pair("court.first-instance", 2),
                                        std::pair("justice", 1), std::pair("police", 3)));
  EXPECT_EQ(keys.indicators.at("cases.received"), 1);
  EXPECT_EQ(keys.indicators.at("teams.load"), 8);
  EXPECT_EQ(keys.categories.size(), 4u);
  EXPECT_EQ(keys.categories.at({"cases.received", "civil"}), 1);
  EXPECT_EQ(keys.categories.at({"cases.received", "criminal"}), 2);
  EXPECT_EQ(keys.categories.at({"teams.present", "rescue"}), 3);
  EXPECT_EQ(keys.categories.at({"teams.present", "patrol"}), 4);
}

TEST(CatalogKeysTest, OfAnEmptyCatalogAreNone) {
  const CatalogKeys keys = CatalogKeys::ByPlace(CatalogSpec{});
  EXPECT_THAT(keys.bureaus, IsEmpty());
  EXPECT_THAT(keys.indicators, IsEmpty());
  EXPECT_THAT(keys.categories, IsEmpty());
}

}  // namespace
}  // namespace jurimeter
