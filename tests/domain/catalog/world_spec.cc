#include "tests/domain/catalog/world_spec.h"

#include <utility>

namespace jurimeter {

IndicatorSpec Defined(std::string code, Definition definition, Display display) {
  IndicatorSpec spec;
  spec.code = std::move(code);
  spec.name_zh = "指标";
  spec.section = "一";
  spec.unit_zh = "件";
  spec.definition = std::move(definition);
  spec.display = display;
  return spec;
}

Display In(Scale scale, int decimals, Sign sign) {
  Display display;
  display.scale = scale;
  display.decimals = decimals;
  display.sign = sign;
  return display;
}

CatalogSpec WorldSpec() {
  CatalogSpec spec;
  spec.name = "World";
  spec.time_zone = "Asia/Shanghai";
  spec.first_year = 2018;
  spec.sections = {{"一", "标题", ""}};
  spec.bureaus = {{"a1", "甲一", "A1", "420106"}, {"a2", "甲二", "A2", "420106"},
                  {"a3", "甲三", "A3", "420107"}, {"b1", "乙一", "B1", "4202"},
                  {"b2", "乙二", "B2", "420205"}, {"c1", "丙一", "C1", "430101"},
                  {"d1", "丁一", "D1", "430202"}, {"d2", "丁二", "D2", "430202"}};
  spec.indicators = {Defined("f", Flow{}), Defined("g", Flow{}), Defined("money", Flow{}),
                     Defined("s", Stock{})};
  spec.indicators[0].categories = {{"x", "某", ""}, {"y", "他", ""}};
  spec.indicators[0].reporters = {"a1", "a2", "a3", "b1", "b2", "c1"};
  spec.indicators[2].unit_zh = "元";
  spec.indicators[2].quantity_decimals = 2;
  spec.indicators[3].categories = {{"x", "某", ""}, {"y", "他", ""}};
  return spec;
}

}  // namespace jurimeter
