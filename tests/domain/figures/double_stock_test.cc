#include "domain/figures/double_stock.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const Period k2023 = YearPeriod(2023);

// What is reported both ways is added twice, until one of both is set to 0.
TEST(DoubleStockTest, AStockWithAndWithoutCategories) {
  CatalogSpec spec = WorldSpec();
  spec.bureaus[2].ends = "2023-06-30";  // a3
  spec.indicators[3].quantity_decimals = 1;
  spec.indicators[3].display.decimals = 1;
  spec.indicators.push_back(Defined("load", Ratio{"f", "s"}, In(Scale::kOne, 1)));
  World world(spec);
  world.AddLevel("a1", "s", "2023-03-01", 120);
  world.AddLevel("a2", "s", "2023-03-01", 70, "x");
  world.AddLevel("a3", "s", "2023-03-01", 70, "x");
  world.AddLevel("a3", "s", "2023-03-01", 70);
  EXPECT_THAT(Breaches(world, {"s", "load"}), IsEmpty());
  world.AddLevel("a1", "s", "2023-04-01", 75, "x");
  world.AddLevel("a1", "s", "2023-04-01", 50, "y");
  EXPECT_EQ(world.Ask("s", k2023, "", {"a1"}).display, "24.5");
  const char* const text =
      "built_in:stock_with_and_without_categories of a1, 2023-01-01 to 2023-12-31: s 12 without a "
      "category and 12.5 in categories; expected one of both to be 0, since they are added";
  EXPECT_THAT(Breaches(world, {"s"}), ElementsAre(text));
  EXPECT_THAT(Breaches(world, {"load"}), ElementsAre(text));
  EXPECT_THAT(Breaches(world, {"f"}), IsEmpty());
  EXPECT_THAT(Breaches(world, {"s"}, "43"), IsEmpty());
  CatalogSpec without = spec;
  without.indicators[3].categories = {};
  without.indicators[0].categories = {{"x", "某", ""}, {"y", "他", ""}};
  world.Apply(without);
  EXPECT_THAT(Breaches(world, {"s"}), ElementsAre(text));
  world.AddLevel("a1", "s", "2023-04-01", 0);
  EXPECT_THAT(Breaches(world, {"s"}), IsEmpty());
  EXPECT_EQ(world.Ask("s", k2023, "", {"a1"}).display, "12.5");
}

}  // namespace
}  // namespace jurimeter
