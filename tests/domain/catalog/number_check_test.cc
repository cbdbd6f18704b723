#include "domain/catalog/number_check.h"

#include <gmock/gmock.h>

#include <optional>
#include <string>
#include <utility>

#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct DefinitionCase {
  Definition definition;
  const char* field;  // below the indicator
  const char* description;
  Display display = {};
};

TEST(NumberCheckTest, Refusals) {
  const Display points = In(Scale::kPercentagePoints, 1);
  const Siblings bureaus{0, 0};
  const DefinitionCase kCases[] = {
      {Cumulative{"f", 2017, 0}, "cumulative.since_year", "2017 is out of range; expected 2018"},
      {Cumulative{"f", 0, 101}, "cumulative.years", "1 to 100"},
      {Cumulative{"f", 0, -1}, "cumulative.years", "-1"},
      {Cumulative{"f", 2020, 3}, "cumulative.years", "one of them"},
      {Ratio{"g", "f", -1}, "ratio.per", "-1 is out of range"},
      {Ratio{"g", "rate"}, "ratio.denominator", "is a ratio; expected the code of a flow"},
      {Sum{}, "sum.terms", "missing"},
      {Sum{{{""}}}, "sum.terms[0].indicator", "missing"},
      {Sum{{{"f"}, {"nothing"}}}, "sum.terms[1].indicator", "not an indicator"},
      {Sum{{{"f"}, {"rate"}}}, "sum.terms[1].indicator", "\"rate\" is a ratio"},
      {Sum{{{"f", 1'000'001}}}, "sum.terms[0].coefficient", "1000001 is out of range"},
      {Sum{{{"f", 0}}}, "sum.terms[0].coefficient", "0 adds nothing"},
      {Sum{{{"f", 1, true}}}, "sum.terms[0].opening", "\"f\" is a flow; only a stock"},
      {Sum{{{"sum", 1, true}}}, "sum.terms[0].opening", "is a sum"},
      {Part{"f", ""}, "part.category", "missing"},
      {Part{"f", "z"}, "part.category", "\"z\" is not a category of f"},
      {Part{"g", "x"}, "part.category", "not a category of g"},
      {Part{"sum", "x"}, "part.of", "is a sum; expected the code of a flow or stock"},
      {Share{"f", "z"}, "share.category", "\"z\" is not a category"},
      {Share{"rate", "x"}, "share.of", "is a ratio"},
      {RegionShare{"rate", 2}, "region_share.of", "is a ratio"},
      {RegionShare{"f", 0}, "region_share.parent_digits", "0 is out of range; expected 2 to 11"},
      {RegionShare{"f", 12}, "region_share.parent_digits", "12"},
      {Growth{"f", YearsBefore{0}}, "growth.against.years_before", "1 to 100"},
      {Growth{"rate"}, "growth.of", "\"rate\" is a ratio; expected"},
      {Multiple{"rate"}, "multiple.of", "what is printed in percent has a change"},
      {Multiple{"f", YearsBefore{101}}, "multiple.against.years_before", "101"},
      {Change{"part", YearsBefore{-1}}, "change.against.years_before", "-1"},
      {Change{"rate"}, "display.scale", "is not SCALE_PERCENTAGE_POINTS", In(Scale::kPercent, 1)},
      {Change{"f"}, "display.scale", "\"f\" is not printed in percent", points},
      {Change{"mean"}, "display.scale", "\"mean\" is not printed in percent", points},
      {Growth{"f"}, "display.scale", "only a change of what is printed in percent", points},
      {AverageGrowth{"f", 0}, "average_growth.years", "0 is out of range; expected 1 to 100"},
      {AverageGrowth{"f", 101}, "average_growth.years", "101"},
      {AverageGrowth{"mean", 3}, "average_growth.of", "is a ratio"},
      {Rank{"f", std::nullopt}, "rank.among", "missing; expected bureaus or region_digits"},
      {Rank{"f", Siblings{1, 0}}, "rank.among.region_digits",
       "1 is out of range; expected 2 to 12"},
      {Rank{"f", Siblings{13, 0}}, "rank.among.region_digits", "13"},
      {Rank{"f", Siblings{4, 4}}, "rank.among.within_digits", "4 is out of range; expected 2 to 3"},
      {Rank{"f", Siblings{0, 13}}, "rank.among.within_digits", "expected 2 to 12"},
      {CountBeyond{"f", Siblings{4, 2}}, "count_beyond.over.within_digits", "expected none"},
      {CountBeyond{"f", bureaus, ThresholdTest::kAtMost, 1, 10}, "count_beyond.threshold_decimals",
       "0 to 9"},
      {CountBeyond{"f", std::nullopt}, "count_beyond.over", "missing"},
      {Maximum{"f", std::nullopt}, "maximum.over", "missing"},
      {Maximum{"", bureaus}, "maximum.of", "missing"},
      {Coverage{"sum"}, "coverage.of", "is a sum"},
      {Coverage{""}, "coverage.of", "missing"},
  };
  for (const DefinitionCase& c : kCases) {
    EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", c.definition, c.display))),
                ElementsAre(IsFault("indicators[8]." + std::string(c.field), c.description)))
        << c.field;
  }
}

TEST(NumberCheckTest, OnlyADifferenceGrowsInWords) {
  const Display times = In(Scale::kTimes, 2, Sign::kWords);
  const Display plain = In(Scale::kOne, 0, Sign::kWords);
  EXPECT_THAT(
      FaultsOf(SpecWith(Defined("under_test", Multiple{"f"}, times))),
      ElementsAre(IsFault("indicators[8].display.sign", "a multiple neither grows nor falls")));
  EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", Flow{}, plain))),
              ElementsAre(IsFault("indicators[8].display.sign", "a flow neither")));
  EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", Maximum{"f", Siblings{0, 0}}, plain))),
              ElementsAre(IsFault("indicators[8].display.sign", "a flow neither")));
  EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", Growth{"f"}, times))), IsEmpty());
  EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", Sum{{{"f"}, {"g", -1}}}, plain))), IsEmpty());
}

TEST(NumberCheckTest, SoundDefinitions) {
  const Display points = In(Scale::kPercentagePoints, 1);
  const std::pair<Definition, Display> kCases[] = {
      {Sum{{{"s", 1, true}, {"part", 2, true}, {"sum", -3}}}, {}},
      {Ratio{"sum", "part", 1'000'000'000}, {}},
      {Growth{"mean", PeriodBefore{}}, {}},
      {Change{"rate"}, points},
      {Change{"mean", YearsBefore{100}}, {}},
      {RegionShare{"sum", 11}, {}},
      {AverageGrowth{"sum", 100}, {}},
      {Rank{"rate", Siblings{12, 11}, true}, {}},
      {CountBeyond{"rate", Siblings{2, 0}, ThresholdTest::kAtLeast, -5, 9}, {}},
      {Maximum{"mean", Siblings{0, 0}}, {}},
  };
  for (const auto& [definition, display] : kCases) {
    EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", definition, display))), IsEmpty())
        << definition.index();
  }
}

}  // namespace
}  // namespace jurimeter
