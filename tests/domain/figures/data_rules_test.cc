#include "domain/figures/data_rules.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

CatalogSpec RuledSpec(const std::vector<RuleSpec>& rules) {
  CatalogSpec spec = WorldSpec();
  spec.indicators.push_back(Defined("rate", Ratio{"g", "f"}, In(Scale::kPercent, 1)));
  spec.indicators.push_back(Defined("x", Part{"f", "x"}));
  spec.indicators.push_back(Defined("y", Part{"f", "y"}));
  spec.rules = rules;
  return spec;
}

TEST(DataRulesTest, NotMoreThan) {
  World world(RuledSpec({{"within", "化解不超过受理", "", NotMoreThan{"g", "f"}}}));
  EXPECT_THAT(Breaches(world, {"f"}), IsEmpty());
  world.AddFlow("a1", "f", "2023-02-01", 10);
  world.AddFlow("a1", "g", "2023-02-01", 10);
  EXPECT_THAT(Breaches(world, {"f"}), IsEmpty());
  // b1 only resolves: no breach of its own, but one of the whole.
  world.AddFlow("b1", "g", "2023-02-01", 1);
  EXPECT_THAT(Breaches(world, {"f"}),
              ElementsAre("within of the whole scope, 2023-01-01 to 2023-12-31: g 11, f 10; "
                          "expected the first not above the second"));
  world.AddFlow("a2", "f", "2023-02-01", 3);
  world.AddFlow("a2", "g", "2023-02-01", 5);
  world.AddFlow("c1", "f", "2023-02-01", 50);
  EXPECT_THAT(Breaches(world, {"rate"}),
              ElementsAre("within of a2, 2023-01-01 to 2023-12-31: g 5, f 3; expected the first "
                          "not above the second"));
  // Nothing of the rule is behind these, nor these bureaus in that region.
  EXPECT_THAT(Breaches(world, {"s", "money"}), IsEmpty());
  EXPECT_THAT(Breaches(world, {"f"}, "43"), IsEmpty());
}

TEST(DataRulesTest, PartsEqualWhole) {
  World world(RuledSpec({{"parts", "分项等于总数", "", PartsEqualWhole{{"x", "y"}, "f"}}}));
  world.AddFlow("a1", "f", "2023-02-01", 10, "x");
  EXPECT_THAT(Breaches(world, {"x"}), IsEmpty());
  // a2 has nothing of y, and does not report that zero.
  world.AddFlow("a2", "f", "2023-02-01", 3, "x");
  world.AddFlow("a2", "f", "2023-02-01", 1);
  EXPECT_THAT(Breaches(world, {"x"}, "420106"), SizeIs(2));
  EXPECT_THAT(Breaches(world, {"x"}).back(),
              "parts of a2, 2023-01-01 to 2023-12-31: x 3, y 0, f 4; expected all but the last to "
              "add up to it");
}

TEST(DataRulesTest, ANilReportIsANumberToCheck) {
  World world(RuledSpec({{"within", "化解不超过受理", "", NotMoreThan{"g", "f"}},
                         {"parts", "分项等于总数", "", PartsEqualWhole{{"x", "y"}, "f"}},
                         {"some", "不应为零", "", ExpectedRange{"g", 1, std::nullopt, 0}}}));
  world.AddFlow("a1", "g", "2023-02-01", 4);
  EXPECT_THAT(Breaches(world, {"g"}, "420106"), SizeIs(1));  // of the whole scope: f would be 0
  world.AddFlow("a1", "f", "2023-02-01", 0, "x");
  world.AddFlow("a2", "g", "2023-02-01", 0);
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
  world.AddFlow("a1", "f", "2023-02-01", 10, "x");
  world.AddFlow("a1", "f", "2023-02-01", 5, "y");
  EXPECT_THAT(Breaches(world, {"x"}), IsEmpty());
  world.AddFlow("a1", "f", "2023-02-01", 2);
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
  world.AddFlow("a1", "f", "2023-02-01", 200);
  world.AddFlow("a1", "g", "2023-02-01", 181);
  EXPECT_THAT(Breaches(world, {"rate"}), IsEmpty());
  world.AddFlow("a2", "f", "2023-02-01", 8);
  world.AddFlow("a2", "g", "2023-02-01", 9);
  EXPECT_THAT(
      Breaches(world, {"rate"}),
      ElementsAre("high of a2, 2023-01-01 to 2023-12-31: rate 112.5%; expected at most 100%",
                  "count of a2, 2023-01-01 to 2023-12-31: f 8; expected at least 10"));
  world.AddFlow("a3", "f", "2023-02-01", 1000);
  EXPECT_THAT(
      Breaches(world, {"f"}, "4201"),
      ElementsAre(
          "low of the whole scope, 2023-01-01 to 2023-12-31: rate 15.7%; expected at least 90.5%",
          "low of a3, 2023-01-01 to 2023-12-31: rate 0%; expected at least 90.5%",
          "high of a2, 2023-01-01 to 2023-12-31: rate 112.5%; expected at most 100%",
          "count of the whole scope, 2023-01-01 to 2023-12-31: f 1208; expected at most 1000",
          "count of a2, 2023-01-01 to 2023-12-31: f 8; expected at least 10"));
}

}  // namespace
}  // namespace jurimeter
