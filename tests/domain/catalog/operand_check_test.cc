#include "domain/catalog/operand_check.h"

#include <gmock/gmock.h>

#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(OperandCheckTest, Refusals) {
  const auto define = [](size_t place, Definition definition) {
    return [place, definition](CatalogSpec& s) { s.indicators[place].definition = definition; };
  };
  ExpectFaults({
      {define(2, Ratio{"", "cases.received"}), "indicators[2].ratio.numerator", "missing"},
      {define(2, Ratio{"cases.resolved", ""}), "indicators[2].ratio.denominator", "missing"},
      {define(2, Ratio{"cases.resolved", "cases.filed"}), "indicators[2].ratio.denominator",
       "\"cases.filed\" is not an indicator of this catalog"},
      {define(2, Ratio{"cases.growth", "cases.received"}), "indicators[2].ratio.numerator",
       "\"cases.growth\" is a growth; expected the code of a flow, stock, cumulative, part or sum"},
      {define(2, Ratio{"cases.resolved", "teams.load"}), "indicators[2].ratio.denominator",
       "is a ratio"},
      {define(2, Ratio{"cases.received", "cases.received"}), "indicators[2].ratio.denominator",
       "\"cases.received\" is the numerator too"},
      {define(3, Growth{""}), "indicators[3].growth.of", "missing"},
      {define(3, Growth{"cases.filed"}), "indicators[3].growth.of", "not an indicator"},
      {define(3, Growth{"cases.resolution_rate"}), "indicators[3].growth.of", "is a ratio"},
      {define(3, Growth{"cases.ever_growth"}), "indicators[3].growth.of", "is a growth"},
      {define(5, Cumulative{""}), "indicators[5].cumulative.flow",
       "missing; expected the code of a flow"},
      {define(5, Cumulative{"cases.filed"}), "indicators[5].cumulative.flow", "not an indicator"},
      {define(5, Cumulative{"teams.present"}), "indicators[5].cumulative.flow", "is a stock"},
      {define(5, Cumulative{"cases.growth"}), "indicators[5].cumulative.flow", "is a growth"},
  });
}

TEST(OperandCheckTest, CountsOfEveryKindCanBeCompared) {
  for (const char* code : {"cases.resolved", "teams.present", "cases.ever_received"}) {
    CatalogSpec spec = SampleSpec();
    spec.indicators[2].definition = Ratio{code, "cases.received"};
    spec.indicators[3].definition = Growth{code};
    spec.indicators[7].definition = Ratio{"cases.received", code};
    EXPECT_THAT(FaultsOf(spec), IsEmpty()) << code;
  }
}

TEST(OperandCheckTest, WhatHasNoOneValueIsNotCompared) {
  for (const Definition& of :
       {Definition(AverageGrowth{"f", 3}), Definition(Rank{"f", Siblings{}}),
        Definition(CountBeyond{"f", Siblings{}}), Definition(Maximum{"f", Siblings{}})}) {
    CatalogSpec spec = SpecWith(Defined("under_test", of));
    spec.indicators.push_back(Defined("rank", Rank{"under_test", Siblings{}}));
    EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault("indicators[9].rank.of", "one value")));
  }
}

}  // namespace
}  // namespace jurimeter
