#include "domain/catalog/provisional_keys.h"

#include <gmock/gmock.h>

#include <utility>

#include "domain/catalog/catalog.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

TEST(ProvisionalKeysTest, CodesThatHaveAKeyKeepIt) {
  const CatalogSpec spec = SampleSpec();
  CatalogKeys given = CatalogKeys::ByPlace(spec);
  given.bureaus["gone"] = 17;
  const CatalogKeys keys = WithProvisionalKeys(given, spec);
  EXPECT_EQ(keys.bureaus, given.bureaus);
  EXPECT_EQ(keys.indicators, given.indicators);
  EXPECT_EQ(keys.categories, given.categories);
}

TEST(ProvisionalKeysTest, NewCodesGetKeysThatStorageNeverGives) {
  const CatalogSpec spec = SampleSpec();
  CatalogKeys given;
  given.bureaus["justice"] = 5;
  const CatalogKeys keys = WithProvisionalKeys(given, spec);
  EXPECT_EQ(keys.bureaus.size(), spec.bureaus.size());
  for (const auto& [code, key] : keys.bureaus) {
    if (code == "justice") {
      EXPECT_EQ(key, 5);
    } else {
      EXPECT_LT(key, 0) << code;
    }
  }
  for (const auto& [code, key] : keys.indicators) EXPECT_LT(key, 0) << code;
  for (const auto& [code, key] : keys.categories) EXPECT_LT(key, 0) << code.second;
  EXPECT_TRUE(Catalog::Create(spec, keys).ok()) << "each code has a key of its own";
}

}  // namespace
}  // namespace jurimeter
