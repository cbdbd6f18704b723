#include "domain/catalog/rule_check.h"

#include <gmock/gmock.h>

#include <optional>

#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;

TEST(RuleCheckTest, Refusals) {
  const auto rule = [](RuleSpec spec) { return [spec](CatalogSpec& s) { s.rules = {spec}; }; };
  ExpectFault(rule({"r", "规则", "", {}}), "rules[0].rule", "missing");
  ExpectFault(rule({"", "规则", "", NotMoreThan{"f", "g"}}), "rules[0].code", "missing");
  ExpectFault(rule({"r", "", "", NotMoreThan{"f", "g"}}), "rules[0].name_zh", "missing");
  ExpectFault(rule({"r", "规则", "", NotMoreThan{"f", ""}}), "rules[0].not_more_than.right",
              "missing");
  ExpectFault(rule({"r", "规则", "", NotMoreThan{"f", "f"}}), "rules[0].not_more_than.right",
              "given twice");
  ExpectFault(rule({"r", "规则", "", NotMoreThan{"f", "rate"}}), "rules[0].not_more_than.right",
              "is a ratio");
  // In another unit, and in other decimals.
  CatalogSpec spec = SpecWith(Defined("under_test", Flow{}));
  spec.rules = {{"r", "规则", "", NotMoreThan{"f", "money"}}};
  EXPECT_THAT(FaultsOf(spec),
              ElementsAre(IsFault("rules[0].not_more_than.right", "\"元\""),
                          IsFault("rules[0].not_more_than.right", "quantity_decimals 2")));
  ExpectFault(rule({"r", "规则", "", PartsEqualWhole{{}, "f"}}), "rules[0].parts_equal_whole.parts",
              "missing");
  ExpectFault(rule({"r", "规则", "", PartsEqualWhole{{"f"}, "f"}}),
              "rules[0].parts_equal_whole.whole", "given twice");
  ExpectFault(rule({"r", "规则", "", PartsEqualWhole{{"g", "zz"}, "f"}}),
              "rules[0].parts_equal_whole.parts[1]", "\"zz\"");
  ExpectFault(rule({"r", "规则", "", ExpectedRange{"rate", std::nullopt, std::nullopt, 0}}),
              "rules[0].range", "no bounds");
  ExpectFault(rule({"r", "规则", "", ExpectedRange{"rate", 2, 1, 0}}), "rules[0].range.max",
              "1 is below min, 2");
  ExpectFault(rule({"r", "规则", "", ExpectedRange{"rate", 1, 2, 10}}), "rules[0].range.decimals",
              "0 to 9");
  ExpectFault(rule({"r", "规则", "", ExpectedRange{"", 1, 2, 0}}), "rules[0].range.indicator",
              "missing");
  ExpectFault(
      [](auto& s) {
        s.rules = {{"r", "规则", "", NotMoreThan{"f", "g"}},
                   {"r", "规则", "", NotMoreThan{"f", "g"}}};
      },
      "rules[1].code", "used twice");
}

}  // namespace
}  // namespace jurimeter
