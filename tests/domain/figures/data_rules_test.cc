#include "domain/figures/data_rules.h"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Period k2023 = YearPeriod(2023);

CatalogSpec RuledSpec(const std::vector<RuleSpec>& rules) {
  CatalogSpec spec = WorldSpec();
  spec.indicators.push_back(Defined("rate", Ratio{"g", "f"}, In(Scale::kPercent, 1)));
  spec.indicators.push_back(Defined("x", Part{"f", "x"}));
  spec.indicators.push_back(Defined("y", Part{"f", "y"}));
  spec.rules = rules;
  return spec;
}

std::vector<std::string> Breaches(const World& world, const std::vector<std::string>& indicators,
                                  const std::string& region = "") {
  PeriodQuery query = {.period = k2023, .region = region};
  query.indicators = indicators;
  std::vector<std::string> texts;
  for (const Breach& breach : world.Ask(query).breaches) {
    texts.push_back(breach.rule->code + " of " + breach.text);
    EXPECT_EQ(breach.bureau != nullptr, !breach.text.starts_with("the whole scope"));
  }
  return texts;
}

TEST(DataRulesTest, NotMoreThan) {
  World world(RuledSpec({{"within", "化解不超过受理", "", NotMoreThan{"g", "f"}}}));
  EXPECT_THAT(Breaches(world, {"f"}), IsEmpty());
  world.Flow("a1", "f", "2023-02-01", 10);
  world.Flow("a1", "g", "2023-02-01", 10);
  EXPECT_THAT(Breaches(world, {"f"}), IsEmpty());
  // b1 only resolves: no breach of its own, but one of the whole.
  world.Flow("b1", "g", "2023-02-01", 1);
  EXPECT_THAT(Breaches(world, {"f"}),
              ElementsAre("within of the whole scope, 2023-01-01 to 2023-12-31: g 11, f 10; "
                          "expected the first not above the second"));
  world.Flow("a2", "f", "2023-02-01", 3);
  world.Flow("a2", "g", "2023-02-01", 5);
  world.Flow("c1", "f", "2023-02-01", 50);
  EXPECT_THAT(Breaches(world, {"rate"}),
              ElementsAre("within of a2, 2023-01-01 to 2023-12-31: g 5, f 3; expected the first "
                          "not above the second"));
  // Nothing of the rule is behind these, nor these bureaus in that region.
  EXPECT_THAT(Breaches(world, {"s", "money"}), IsEmpty());
  EXPECT_THAT(Breaches(world, {"f"}, "43"), IsEmpty());
}

TEST(DataRulesTest, PartsEqualWhole) {
  World world(RuledSpec({{"parts", "分项等于总数", "", PartsEqualWhole{{"x", "y"}, "f"}}}));
  world.Flow("a1", "f", "2023-02-01", 10, "x");
  EXPECT_THAT(Breaches(world, {"x"}), IsEmpty());
  // a2 has nothing of y, and does not report that zero.
  world.Flow("a2", "f", "2023-02-01", 3, "x");
  world.Flow("a2", "f", "2023-02-01", 1);
  EXPECT_THAT(Breaches(world, {"x"}, "420106"), SizeIs(2));
  EXPECT_THAT(Breaches(world, {"x"}).back(),
              "parts of a2, 2023-01-01 to 2023-12-31: x 3, y 0, f 4; expected all but the last to "
              "add up to it");
}

TEST(DataRulesTest, ANilReportIsANumberToCheck) {
  World world(RuledSpec({{"within", "化解不超过受理", "", NotMoreThan{"g", "f"}},
                         {"parts", "分项等于总数", "", PartsEqualWhole{{"x", "y"}, "f"}},
                         {"some", "不应为零", "", ExpectedRange{"g", 1, std::nullopt, 0}}}));
  world.Flow("a1", "g", "2023-02-01", 4);
  EXPECT_THAT(Breaches(world, {"g"}, "420106"), SizeIs(1));  // of the whole, where f would be 0
  world.Flow("a1", "f", "2023-02-01", 0, "x");
  world.Flow("a2", "g", "2023-02-01", 0);
  EXPECT_THAT(
      Breaches(world, {"g"}, "420106"),
      ElementsAre("within of the whole scope, 2023-01-01 to 2023-12-31: g 4, f 0; expected the "
                  "first not above the second",
                  "within of a1, 2023-01-01 to 2023-12-31: g 4, f 0; expected the first not above "
                  "the second",
                  "some of a2, 2023-01-01 to 2023-12-31: g 0; expected at least 1"));
}

TEST(DataRulesTest, PartsEqualWholeOfTheScope) {
  World world(RuledSpec({{"parts", "分项等于总数", "", PartsEqualWhole{{"x", "y"}, "f"}}}));
  world.Flow("a1", "f", "2023-02-01", 10, "x");
  world.Flow("a1", "f", "2023-02-01", 5, "y");
  EXPECT_THAT(Breaches(world, {"x"}), IsEmpty());
  world.Flow("a1", "f", "2023-02-01", 2);
  EXPECT_THAT(Breaches(world, {"x"}),
              ElementsAre("parts of the whole scope, 2023-01-01 to 2023-12-31: x 10, y 5, f 17; "
                          "expected all but the last to add up to it",
                          "parts of a1, 2023-01-01 to 2023-12-31: x 10, y 5, f 17; expected all "
                          "but the last to add up to it"));
}

TEST(DataRulesTest, Ranges) {
  World world(RuledSpec({{"low", "过低", "", ExpectedRange{"rate", 905, std::nullopt, 1}},
                         {"high", "过高", "", ExpectedRange{"rate", std::nullopt, 100, 0}},
                         {"count", "数量", "", ExpectedRange{"f", 10, 1000, 0}}}));
  world.Flow("a1", "f", "2023-02-01", 200);
  world.Flow("a1", "g", "2023-02-01", 181);
  EXPECT_THAT(Breaches(world, {"rate"}), IsEmpty());
  world.Flow("a2", "f", "2023-02-01", 8);
  world.Flow("a2", "g", "2023-02-01", 9);
  EXPECT_THAT(
      Breaches(world, {"rate"}),
      ElementsAre("high of a2, 2023-01-01 to 2023-12-31: rate 112.5%; expected at most 100%",
                  "count of a2, 2023-01-01 to 2023-12-31: f 8; expected at least 10"));
  world.Flow("a3", "f", "2023-02-01", 1000);
  EXPECT_THAT(
      Breaches(world, {"f"}, "4201"),
      ElementsAre(
          "low of the whole scope, 2023-01-01 to 2023-12-31: rate 15.7%; expected at least 90.5%",
          "low of a3, 2023-01-01 to 2023-12-31: rate 0%; expected at least 90.5%",
          "high of a2, 2023-01-01 to 2023-12-31: rate 112.5%; expected at most 100%",
          "count of the whole scope, 2023-01-01 to 2023-12-31: f 1208; expected at most 1000",
          "count of a2, 2023-01-01 to 2023-12-31: f 8; expected at least 10"));
}

// What is reported both ways is added twice, until one of both is set to 0.
TEST(DataRulesTest, AStockWithAndWithoutCategories) {
  CatalogSpec spec = RuledSpec({});
  spec.bureaus[2].ends = "2023-06-30";  // a3
  spec.indicators[3].quantity_decimals = 1;
  spec.indicators[3].display.decimals = 1;
  spec.indicators.push_back(Defined("load", Ratio{"f", "s"}, In(Scale::kOne, 1)));
  World world(spec);
  world.Level("a1", "s", "2023-03-01", 120);
  world.Level("a2", "s", "2023-03-01", 70, "x");
  world.Level("a3", "s", "2023-03-01", 70, "x");
  world.Level("a3", "s", "2023-03-01", 70);
  EXPECT_THAT(Breaches(world, {"s", "load"}), IsEmpty());
  world.Level("a1", "s", "2023-04-01", 75, "x");
  world.Level("a1", "s", "2023-04-01", 50, "y");
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
  world.Level("a1", "s", "2023-04-01", 0);
  EXPECT_THAT(Breaches(world, {"s"}), IsEmpty());
  EXPECT_EQ(world.Ask("s", k2023, "", {"a1"}).display, "12.5");
}

// Numbers that no display has room for, and such as a large scale would round.
TEST(DataRulesTest, EveryNumberHasATrueText) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  CatalogSpec spec = RuledSpec({{"rate", "", "", ExpectedRange{"per", std::nullopt, 100, 0}},
                                {"growth", "", "", ExpectedRange{"growth", -1, 1, 0}},
                                {"order", "", "", NotMoreThan{"money", "budget"}}});
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
  world.Flow("a1", "g", "2023-02-01", kMax);
  world.Flow("a1", "fine", "2023-02-01", 1);
  EXPECT_THAT(Breaches(world, {"per"}, "420106"),
              Contains("rate of a1, 2023-01-01 to 2023-12-31: per "
                       "9223372036854775807000000000000000; expected at most 100"));
  world.Flow("a1", "f", "2023-02-01", 1);
  world.Flow("a1", "f", "2022-02-01", kMax);
  world.Flow("a1", "g", "2022-02-01", 1);
  EXPECT_THAT(Breaches(world, {"growth"}, "420106"),
              Contains("growth of a1, 2023-01-01 to 2023-12-31: growth "
                       "85070591730234615847396907784232501248; expected at most 1%"));
  world.Flow("a1", "money", "2023-02-01", 10'000'000'001);
  world.Flow("a1", "budget", "2023-02-01", 10'000'000'000);
  EXPECT_THAT(Breaches(world, {"money"}, "420106"),
              Contains("order of a1, 2023-01-01 to 2023-12-31: money 1.0000000001亿, budget "
                       "100000000; expected the first not above the second"));
}

}  // namespace
}  // namespace jurimeter
