#include "domain/figures/message_number.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <string>

#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::Contains;

// Numbers that no display has room for, and such as a large scale would round.
TEST(MessageNumberTest, EveryNumberHasATrueText) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  CatalogSpec spec = WorldSpec();
  spec.rules = {{"rate", "", "", ExpectedRange{"per", std::nullopt, 100, 0}},
                {"growth", "", "", ExpectedRange{"growth", -1, 1, 0}},
                {"order", "", "", NotMoreThan{"money", "budget"}}};
  for (RuleSpec& rule : spec.rules) rule.name_zh = "规则";
  spec.indicators[2].display = In(Scale::kYi, 2);
  spec.indicators.push_back(Defined("budget", Flow{}));
  spec.indicators.back().unit_zh = "元";
  spec.indicators.back().quantity_decimals = 2;
  spec.indicators.push_back(Defined("fine", Flow{}));
  spec.indicators.back().quantity_decimals = 6;
  spec.indicators.push_back(Defined("per", Ratio{"g", "fine", 1'000'000'000}));
  spec.indicators.back().display.decimals = 9;
  spec.indicators.push_back(Defined("plain", Ratio{"g", "f"}, In(Scale::kOne, 0)));
  spec.indicators.push_back(Defined("growth", Growth{"plain"}, In(Scale::kPercent, 2)));
  World world(spec);
  world.AddFlow("a1", "g", "2023-02-01", kMax);
  world.AddFlow("a1", "fine", "2023-02-01", 1);
  EXPECT_THAT(Breaches(world, {"per"}, "420106"),
              Contains("rate of a1, 2023-01-01 to 2023-12-31: per "
                       "9223372036854775807000000000000000; expected at most 100"));
  world.AddFlow("a1", "f", "2023-02-01", 1);
  world.AddFlow("a1", "f", "2022-02-01", kMax);
  world.AddFlow("a1", "g", "2022-02-01", 1);
  EXPECT_THAT(Breaches(world, {"growth"}, "420106"),
              Contains("growth of a1, 2023-01-01 to 2023-12-31: growth "
                       "85070591730234615847396907784232501248; expected at most 1%"));
  world.AddFlow("a1", "money", "2023-02-01", 10'000'000'001);
  world.AddFlow("a1", "budget", "2023-02-01", 10'000'000'000);
  EXPECT_THAT(Breaches(world, {"money"}, "420106"),
              Contains("order of a1, 2023-01-01 to 2023-12-31: money 1.0000000001亿, budget "
                       "100000000; expected the first not above the second"));
}

TEST(MessageNumberTest, IsUnroundedIfItEnds) {
  const World world(WorldSpec());
  const Indicator& money = *world.catalog().FindIndicator("money");
  const auto text = [&](const Fraction& value, const Display& display) {
    return MessageNumber(money, value, display);
  };
  EXPECT_EQ(text(Fraction(12'345, 100), In(Scale::kOne, 0)), "123.45");
  EXPECT_EQ(text(Fraction(-1, 8), In(Scale::kPercent, 1)), "-12.5%");
  EXPECT_EQ(text(Fraction(123'456'789), In(Scale::kYi, 1)), "1.23456789亿");
  EXPECT_EQ(text(Fraction(1, 3), In(Scale::kPercent, 1)), "33.3%");
  Display bound = In(Scale::kOne, 0);
  bound.bound = Bound{BoundWord::kYu, 100};
  EXPECT_EQ(text(Fraction(123), bound), "123");
}

TEST(MessageNumberTest, WithoutRoomIsTheNumberItself) {
  const World world(WorldSpec());
  const Indicator& flow = *world.catalog().FindIndicator("f");
  const Display percent = In(Scale::kPercent, 2);
  EXPECT_EQ(MessageNumber(flow, Fraction(absl::Int128Max()), percent),
            "170141183460469231731687303715884105727");
  EXPECT_EQ(MessageNumber(flow, Fraction(absl::Int128Min(), 3), percent),
            "-170141183460469231731687303715884105728/3");
}

}  // namespace
}  // namespace jurimeter
