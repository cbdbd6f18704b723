#include "tests/domain/catalog/sample_catalog.h"

#include <string>
#include <utility>

namespace jurimeter {
namespace {

IndicatorSpec MakeIndicator(std::string code, Definition definition, Display display = {}) {
  IndicatorSpec spec;
  spec.code = std::move(code);
  spec.name_zh = "指标";
  spec.section = "六";
  spec.unit_zh = "件";
  spec.definition = std::move(definition);
  spec.display = display;
  return spec;
}

Display Percent(int decimals) {
  Display display;
  display.scale = Scale::kPercent;
  display.decimals = decimals;
  return display;
}

}  // namespace

CatalogSpec SampleSpec() {
  CatalogSpec spec;
  spec.name = "Sample";
  spec.time_zone = "Asia/Shanghai";
  spec.first_year = 2022;
  spec.sections = {{"一", "政务服务", "Government services"}, {"六", "纠纷化解", "Disputes"}};
  spec.bureaus = {{"justice", "司法局", "Justice", "230108"},
                  {"court.first-instance", "法院", "Court", "2301"},
                  {"police", "公安局", "Police", "2302"}};
  spec.indicators = {
      MakeIndicator("cases.received", Flow{}),
      MakeIndicator("cases.resolved", Flow{}),
      MakeIndicator("cases.resolution_rate", Ratio{"cases.resolved", "cases.received"}, Percent(2)),
      MakeIndicator("cases.growth", Growth{"cases.received"}, Percent(1)),
      MakeIndicator("teams.present", Stock{}),
      MakeIndicator("cases.ever_received", Cumulative{"cases.received"}),
      MakeIndicator("cases.ever_growth", Growth{"cases.ever_received"}, Percent(1)),
      MakeIndicator("teams.load", Ratio{"cases.received", "teams.present"}),
  };
  spec.indicators[0].categories = {{"civil", "民事", "Civil"}, {"criminal", "刑事", "Criminal"}};
  spec.indicators[1].supporting = true;
  spec.indicators[4].categories = {{"rescue", "救援", ""}, {"patrol", "巡逻", ""}};
  return spec;
}

std::shared_ptr<const Catalog> MakeCatalog(const CatalogSpec& spec) {
  auto created = Catalog::Create(spec, CatalogKeys::ByPlace(spec));
  if (created.ok()) return *std::move(created);
  ADD_FAILURE() << testing::PrintToString(created.faults());
  return nullptr;
}

}  // namespace jurimeter
