#include "domain/catalog/count_decimals.h"

#include <gmock/gmock.h>

#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

TEST(CountDecimalsTest, AreThoseOfTheOperands) {
  IndicatorSpec money = Defined("all_money", Sum{{{"money", 2}}});
  money.unit_zh = "元";
  CatalogSpec spec = SpecWith(money);
  spec.indicators.push_back(Defined("inverse", Ratio{"f", "all_money"}));
  spec.indicators.push_back(Defined("change", Change{"mean"}));
  // These count bureaus, whatever the bureaus count.
  spec.indicators.push_back(Defined("coverage", Coverage{"money"}, In(Scale::kPercent, 0)));
  spec.indicators.push_back(
      Defined("coverage_change", Change{"coverage"}, In(Scale::kPercentagePoints, 0)));
  spec.indicators.push_back(Defined("rank", Rank{"inverse", Siblings{}}));
  spec.indicators.push_back(Defined("beyond", CountBeyond{"mean", Siblings{}}));
  const auto catalog = MakeCatalog(spec);
  ASSERT_NE(catalog, nullptr);
  const struct {
    const char* code;
    int quantity, denominator;
  } kCases[] = {{"f", 0, 0},       {"money", 2, 0},  {"all_money", 2, 0}, {"mean", 2, 0},
                {"inverse", 0, 2}, {"change", 2, 0}, {"coverage", 0, 0},  {"coverage_change", 0, 0},
                {"rank", 0, 0},    {"beyond", 0, 0}};
  for (const auto& c : kCases) {
    EXPECT_EQ(catalog->FindIndicator(c.code)->quantity_decimals, c.quantity) << c.code;
    EXPECT_EQ(catalog->FindIndicator(c.code)->denominator_decimals, c.denominator) << c.code;
  }
}

}  // namespace
}  // namespace jurimeter
