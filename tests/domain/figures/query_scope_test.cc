#include "domain/figures/query_scope.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class QueryScopeTest : public testing::Test {
 protected:
  std::vector<std::string> Bureaus(const std::string& region,
                                   const std::vector<std::string>& codes) const {
    std::vector<std::string> found;
    const Scope scope = ScopeOf(*catalog_, region, codes);
    for (const Scope::Member& member : scope.members()) found.push_back(member.bureau->spec.code);
    return found;
  }

  std::vector<std::string> Indicators(const std::vector<std::string>& codes,
                                      bool include_supporting) const {
    std::vector<std::string> found;
    for (const Indicator* indicator : IndicatorsOf(*catalog_, codes, include_supporting)) {
      found.push_back(indicator->spec.code);
    }
    return found;
  }

  const std::shared_ptr<const Catalog> catalog_ = MakeCatalog(SampleSpec());
};

TEST_F(QueryScopeTest, NarrowsByRegionAndCodes) {
  EXPECT_THAT(Bureaus("", {}), ElementsAre("justice", "court.first-instance", "police"));
  EXPECT_THAT(Bureaus("2301", {}), ElementsAre("justice", "court.first-instance"));
  EXPECT_THAT(Bureaus("2301", {"police", "justice"}), ElementsAre("justice"));
  EXPECT_THAT(Bureaus("11", {}), IsEmpty());
  EXPECT_THAT(Bureaus("2301", {"police"}), IsEmpty());
}

TEST_F(QueryScopeTest, AsksOfWhatTheReportPrints) {
  EXPECT_EQ(Indicators({}, false).size(), 7u);
  EXPECT_THAT(Indicators({}, false), testing::Not(testing::Contains("cases.resolved")));
  EXPECT_EQ(Indicators({}, true).size(), 8u);
  EXPECT_THAT(Indicators({"teams.load", "cases.resolved"}, false),
              ElementsAre("teams.load", "cases.resolved"));
}

}  // namespace
}  // namespace jurimeter
