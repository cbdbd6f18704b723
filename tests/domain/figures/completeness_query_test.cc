#include "domain/figures/completeness_query.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/domain/catalog/sample_catalog.h"
#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

CatalogSpec RatedSpec() {
  CatalogSpec spec = WorldSpec();
  spec.indicators.push_back(Defined("rate", Ratio{"g", "f"}));
  return spec;
}

CompletenessQuery Query(const std::vector<std::string>& indicators) {
  CompletenessQuery query = {.period = YearPeriod(2023)};
  query.indicators = indicators;
  return query;
}

TEST(CompletenessQueryTest, Faults) {
  const World world(RatedSpec());
  CompletenessQuery query = Query({"f", "rate", "nothing"});
  query.period = YearPeriod(2017);
  EXPECT_THAT(CheckQuery(world.catalog(), query),
              ElementsAre(IsFault("period", "2018"), IsFault("indicators[2]", "nothing"),
                          IsFault("indicators[1]", "is derived")));
  query = Query({"f", "f"});
  query.region = "4x";
  EXPECT_THAT(CheckQuery(world.catalog(), query),
              ElementsAre(IsFault("region", "4x"), IsFault("indicators[1]", "already")));
  EXPECT_THAT(CheckQuery(world.catalog(), Query({"s", "f"})), IsEmpty());
}

TEST(CompletenessQueryTest, AnswersForWhatIsReported) {
  World world(RatedSpec());
  world.AddFlow("a1", "f", "2023-02-01", 5);
  const auto codes = [&](const CompletenessQuery& query) {
    std::vector<std::string> found;
    for (const auto& each :
         ComputeCompleteness(world.catalog(), world.totals(), ClosedDays(), query)) {
      found.push_back(each.indicator->spec.code + " " + std::to_string(each.completeness.reported));
    }
    return found;
  };
  EXPECT_THAT(codes(Query({})), ElementsAre("f 1", "g 0", "money 0", "s 0"));
  EXPECT_THAT(codes(Query({"s", "f"})), ElementsAre("s 0", "f 1"));
}

}  // namespace
}  // namespace jurimeter
