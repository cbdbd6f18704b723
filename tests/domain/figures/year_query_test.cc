#include "domain/figures/year_query.h"

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <vector>

#include "domain/figures/period_figures.h"
#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class YearQueryTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(catalog_, nullptr); }

  std::vector<Figure> FiguresOf(const YearQuery& query) const {
    return ComputeFigures(*catalog_, Totals(), PeriodQueryOf(query)).figures;
  }

  const std::shared_ptr<const Catalog> catalog_ = MakeCatalog(SampleSpec());
};

std::vector<std::string> CodesOf(const std::vector<Figure>& figures) {
  std::vector<std::string> codes;
  for (const Figure& figure : figures) codes.push_back(figure.indicator->spec.code);
  return codes;
}

TEST_F(YearQueryTest, ComeInTheOrderAskedFor) {
  YearQuery query;
  query.year = 2023;
  EXPECT_THAT(
      CodesOf(FiguresOf(query)),
      ElementsAre("cases.received", "cases.resolution_rate", "cases.growth", "teams.present",
                  "cases.ever_received", "cases.ever_growth", "teams.load"));
  query.include_supporting = true;
  EXPECT_THAT(
      CodesOf(FiguresOf(query)),
      ElementsAre("cases.received", "cases.resolved", "cases.resolution_rate", "cases.growth",
                  "teams.present", "cases.ever_received", "cases.ever_growth", "teams.load"));
  query.include_supporting = false;
  query.indicators = {"teams.present", "cases.resolved", "cases.received"};
  EXPECT_THAT(CodesOf(FiguresOf(query)),
              ElementsAre("teams.present", "cases.resolved", "cases.received"));
}

TEST_F(YearQueryTest, Faults) {
  const struct {
    YearQuery query;
    const char* field;
    const char* description;
  } kCases[] = {
      {{2021, "", {}, {}, false}, "year", "2021 is out of range; expected 2022 to 9999"},
      {{0, "", {}, {}, false}, "year", "0 is out of range"},
      {{-1, "", {}, {}, false}, "year", "-1"},
      {{10'000, "", {}, {}, false}, "year", "10000"},
      {{2023, "23010x", {}, {}, false}, "region", "\"23010x\" is no division code"},
      {{2023, "2301080000001", {}, {}, false}, "region", "at most 12 digits"},
      {{2023, "\xFF", {}, {}, false}, "region", "\"\\xff\""},
      {{2023, "", {"fire"}, {}, false}, "bureaus[0]", "\"fire\" is not in the catalog"},
      {{2023, "", {"justice", ""}, {}, false}, "bureaus[1]", "\"\" is not in the catalog"},
      {{2023, "", {"justice", "police", "justice"}, {}, false},
       "bureaus[2]",
       "\"justice\" stands at [0] already"},
      {{2023, "", {}, {"cases.received", "cases.lost"}, false},
       "indicators[1]",
       "\"cases.lost\" is not in the catalog"},
      {{2023, "", {}, {"teams.load", "teams.load"}, false}, "indicators[1]", "stands at [0]"},
  };
  for (const auto& c : kCases) {
    EXPECT_THAT(CheckQuery(*catalog_, c.query), ElementsAre(IsFault(c.field, c.description)));
  }
  EXPECT_THAT(
      CheckQuery(*catalog_, {1, "x", {"fire", "fire"}, {"nothing"}, false}),
      ElementsAre(IsFault("year", "1 "), IsFault("region", "\"x\""), IsFault("bureaus[0]", "fire"),
                  IsFault("bureaus[1]", "is not in"), IsFault("bureaus[1]", "stands at [0]"),
                  IsFault("indicators[0]", "nothing")));
}

TEST_F(YearQueryTest, SoundQueries) {
  const YearQuery kCases[] = {
      {2022, "", {}, {}, false},
      {9999, "230108000000", {}, {}, true},
      {2023, "2", {"police", "justice"}, {"cases.resolved"}, false},
  };
  for (const YearQuery& query : kCases) EXPECT_THAT(CheckQuery(*catalog_, query), IsEmpty());
}

TEST(OfYearTest, AsksTheSameOfAllItsDays) {
  const PeriodQuery query = PeriodQueryOf({2023, "2301", {"police"}, {"teams.load"}, true});
  EXPECT_EQ(query.period, YearPeriod(2023));
  EXPECT_EQ(query.region, "2301");
  EXPECT_THAT(query.bureaus, ElementsAre("police"));
  EXPECT_THAT(query.indicators, ElementsAre("teams.load"));
  EXPECT_TRUE(query.include_supporting);
  EXPECT_FALSE(query.compare || query.by);
}

}  // namespace
}  // namespace jurimeter
