#include "domain/catalog/indicator_check.h"

#include <gmock/gmock.h>

#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

TEST(IndicatorCheckTest, CodesAndTexts) {
  ExpectFaults({
      {[](auto& s) { s.indicators[7].code.clear(); }, "indicators[7].code", "missing"},
      {[](auto& s) { s.indicators[7].code = "teams-load"; }, "indicators[7].code", "no code"},
      {[](auto& s) { s.indicators[7].code = "cases.received"; }, "indicators[7].code",
       "used twice: indicators[0]"},
      {[](auto& s) { s.indicators[7].name_zh.clear(); }, "indicators[7].name_zh", "missing"},
      {[](auto& s) { s.indicators[7].name_en = "\xFF\xFF"; }, "indicators[7].name_en", "UTF-8"},
      {[](auto& s) { s.indicators[7].unit_zh = "\xFF\xFF"; }, "indicators[7].unit_zh", "UTF-8"},
      {[](auto& s) { s.indicators[7].unit_en = "\xFF\xFF"; }, "indicators[7].unit_en", "UTF-8"},
      {[](auto& s) { s.indicators[7].section.clear(); }, "indicators[7].section", "missing"},
      {[](auto& s) { s.indicators[7].section = "七"; }, "indicators[7].section", "\"七\""},
      {[](auto& s) { s.indicators[7].definition = {}; }, "indicators[7].definition",
       "expected one such as flow, stock, sum, ratio or growth"},
      {[](auto& s) {
         s.indicators[2].categories = {{"a", "甲", ""}};
       },
       "indicators[2].categories", "only flows and stocks"},
      {[](auto& s) { s.indicators[0].categories[1].code.clear(); },
       "indicators[0].categories[1].code", "missing"},
      {[](auto& s) { s.indicators[0].categories[1].code = "Civil"; },
       "indicators[0].categories[1].code", "no code"},
      {[](auto& s) { s.indicators[0].categories[1].code = "civil"; },
       "indicators[0].categories[1].code", "used twice: indicators[0].categories[0]"},
      {[](auto& s) { s.indicators[0].categories[1].name_zh.clear(); },
       "indicators[0].categories[1].name_zh", "missing"},
      {[](auto& s) { s.indicators[0].categories[1].name_en = "\xFF\xFF"; },
       "indicators[0].categories[1].name_en", "UTF-8"},
  });
}

TEST(IndicatorCheckTest, Displays) {
  const auto bound = [](Bound value) {
    return [value](CatalogSpec& s) { s.indicators[0].display.bound = value; };
  };
  ExpectFaults({
      {[](auto& s) { s.indicators[0].display.decimals = -1; }, "indicators[0].display.decimals",
       "-1 is out of range; expected 0 to 9"},
      {[](auto& s) { s.indicators[0].display.decimals = 10; }, "indicators[0].display.decimals",
       "10"},
      {bound({BoundWord::kYu, 0, false, false}), "indicators[0].display.bound.step",
       "expected 1 or more"},
      {bound({BoundWord::kYu, -10, false, false}), "indicators[0].display.bound.step", "-10"},
      {[&](auto& s) {
         bound({BoundWord::kYu, 10, true, false})(s);
         s.indicators[0].display.scale = Scale::kWan;
       },
       "indicators[0].display.bound.chinese_magnitude", "no scale"},
      {[&](auto& s) {
         bound({BoundWord::kYu, 10, true, false})(s);
         s.indicators[0].display.decimals = 1;
       },
       "indicators[0].display.bound.chinese_magnitude", "no decimals"},
      {[](auto& s) {
         s.indicators[7].display.bound = Bound{BoundWord::kYinei, 10, false, true};
         s.indicators[7].unit_zh.clear();
       },
       "indicators[7].display.bound.with_unit", "no unit_zh"},
  });
}

TEST(IndicatorCheckTest, ReportsAndUnits) {
  ExpectFault([](auto& s) { s.indicators[8].quantity_decimals = 7; },
              "indicators[8].quantity_decimals", "expected 0 to 6");
  ExpectFault([](auto& s) { s.indicators[8].quantity_decimals = -1; },
              "indicators[8].quantity_decimals", "-1");
  ExpectFault([](auto& s) { s.indicators[kRate].quantity_decimals = 1; },
              "indicators[4].quantity_decimals", "derived counts as its operands do");
  ExpectFault([](auto& s) { s.indicators[kRate].reporters = {"a1"}; }, "indicators[4].reporters",
              "only flows and stocks");
  ExpectFault(
      [](auto& s) {
        s.indicators[8].reporters = {"a1", "zz"};
      },
      "indicators[8].reporters[1]", "\"zz\" is not a bureau");
  ExpectFault(
      [](auto& s) {
        s.indicators[8].reporters = {"a1", "a1"};
      },
      "indicators[8].reporters[1]", "given twice");
  ExpectFault([](auto& s) { s.indicators[kRate].display.with_unit = true; },
              "indicators[4].display.with_unit", "a unit of its own");
  ExpectFault(
      [](auto& s) {
        s.indicators[8].unit_zh.clear();
        s.indicators[8].display.with_unit = true;
      },
      "indicators[8].display.with_unit", "no unit_zh");
}

}  // namespace
}  // namespace jurimeter
