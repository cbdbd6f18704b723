#include "domain/catalog/indicators_behind.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> CodesBehind(const std::vector<std::string>& codes) {
  const std::shared_ptr<const Catalog> catalog = MakeCatalog(SampleSpec());
  std::vector<const Indicator*> indicators;
  for (const std::string& code : codes) indicators.push_back(catalog->FindIndicator(code));
  std::vector<std::string> behind;
  for (const Indicator* indicator : IndicatorsBehind(*catalog, indicators)) {
    behind.push_back(indicator->spec.code);
  }
  return behind;
}

TEST(IndicatorsBehindTest, FollowsOperandsToTheirEnd) {
  EXPECT_THAT(CodesBehind({"cases.received"}), ElementsAre("cases.received"));
  EXPECT_THAT(CodesBehind({"cases.ever_growth"}),
              ElementsAre("cases.ever_growth", "cases.ever_received", "cases.received"));
}

TEST(IndicatorsBehindTest, HasEachOnce) {
  EXPECT_THAT(CodesBehind({"cases.resolution_rate", "teams.load", "cases.received"}),
              ElementsAre("cases.resolution_rate", "cases.resolved", "cases.received", "teams.load",
                          "teams.present"));
  EXPECT_THAT(CodesBehind({}), IsEmpty());
}

}  // namespace
}  // namespace jurimeter
