// What Catalog::Create refuses of definitions, rules, assignments and regions.
#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/domain/catalog/sample_catalog.h"
#include "tests/domain/figures/figure_world.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// [0] f, [1] g, [2] money, [3] s, then:
enum Place { kRate = 4, kMean, kSum, kPart, kUnderTest };

CatalogSpec SpecWith(const IndicatorSpec& under_test) {
  CatalogSpec spec = WorldSpec();
  spec.indicators.push_back(Defined("rate", Ratio{"g", "f"}, In(Scale::kPercent, 1)));
  spec.indicators.push_back(Defined("mean", Ratio{"money", "f"}, In(Scale::kOne, 2)));
  spec.indicators.push_back(Defined("sum", Sum{{{"f"}, {"g", -1}}}));
  spec.indicators.push_back(Defined("part", Part{"s", "x"}));
  spec.indicators.push_back(under_test);
  return spec;
}

Violations FaultsOf(const CatalogSpec& spec) {
  auto created = Catalog::Create(spec, CatalogKeys::ByPlace(spec));
  auto* faults = std::get_if<Violations>(&created);
  return faults == nullptr ? Violations{} : std::move(*faults);
}

struct FaultCase {
  Definition definition;
  const char* field;  // below the indicator
  const char* description;
  Display display = {};
};

TEST(CatalogDefinitionTest, Refusals) {
  const Display points = In(Scale::kPercentagePoints, 1);
  const Siblings bureaus{0, 0};
  const FaultCase kCases[] = {
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
  for (const FaultCase& c : kCases) {
    EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", c.definition, c.display))),
                ElementsAre(IsFault("indicators[8]." + std::string(c.field), c.description)))
        << c.field;
  }
}

TEST(CatalogDefinitionTest, OnlyADifferenceGrowsInWords) {
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

TEST(CatalogDefinitionTest, WhatHasNoOneValueIsNotCompared) {
  for (const Definition& of :
       {Definition(AverageGrowth{"f", 3}), Definition(Rank{"f", Siblings{}}),
        Definition(CountBeyond{"f", Siblings{}}), Definition(Maximum{"f", Siblings{}})}) {
    CatalogSpec spec = SpecWith(Defined("under_test", of));
    spec.indicators.push_back(Defined("rank", Rank{"under_test", Siblings{}}));
    EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault("indicators[9].rank.of", "one value")));
  }
}

TEST(CatalogDefinitionTest, SoundOnes) {
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

TEST(CatalogDefinitionTest, QuantitiesAreThoseOfTheOperands) {
  IndicatorSpec money = Defined("all_money", Sum{{{"money", 2}}});
  money.unit_zh = "元";
  CatalogSpec spec = SpecWith(money);
  spec.indicators.push_back(Defined("inverse", Ratio{"f", "all_money"}));
  spec.indicators.push_back(Defined("change", Change{"mean"}));
  // These count bureaus, whatever the bureaus count.
  spec.indicators.push_back(Defined("coverage", Coverage{"money"}, In(Scale::kPercent, 0)));
  spec.indicators.push_back(
      Defined("coverage_change", Change{"coverage"}, In(Scale::kPercentagePoints, 0)));
  spec.indicators.push_back(Defined("rank", Rank{"inverse", Siblings{}}));
  spec.indicators.push_back(Defined("beyond", CountBeyond{"mean", Siblings{}}));
  const auto catalog = MakeCatalog(spec);
  ASSERT_NE(catalog, nullptr);
  const struct {
    const char* code;
    int quantity, denominator;
  } kCases[] = {{"f", 0, 0},       {"money", 2, 0},  {"all_money", 2, 0}, {"mean", 2, 0},
                {"inverse", 0, 2}, {"change", 2, 0}, {"coverage", 0, 0},  {"coverage_change", 0, 0},
                {"rank", 0, 0},    {"beyond", 0, 0}};
  for (const auto& c : kCases) {
    EXPECT_EQ(catalog->FindIndicator(c.code)->quantity_decimals, c.quantity) << c.code;
    EXPECT_EQ(catalog->FindIndicator(c.code)->denominator_decimals, c.denominator) << c.code;
  }
  spec.indicators[2].quantity_decimals = 0;
  spec.indicators[2].unit_zh = "件";
  spec.indicators[kUnderTest] = Defined("mixed", Sum{{{"f"}, {"money"}}});
  spec.indicators.resize(kUnderTest + 1);
  EXPECT_THAT(FaultsOf(spec), IsEmpty());
  spec.indicators[2].quantity_decimals = 2;
  EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault("indicators[8].sum.terms[1].indicator",
                                                  "\"money\" has quantity_decimals 2")));
}

TEST(CatalogDefinitionTest, CyclesThroughSums) {
  CatalogSpec spec = SpecWith(Defined("under_test", Sum{{{"sum"}}}));
  spec.indicators[kSum].definition = Sum{{{"f"}, {"under_test"}}};
  EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault("indicators[6].sum.terms[1].indicator",
                                                  "sum -> under_test -> sum;")));
}

// x0 of x1, x1 of x2 and so on; the last is of `end`.
CatalogSpec ChainSpec(int length, const std::string& end) {
  CatalogSpec spec = WorldSpec();
  for (int i = 0; i < length; ++i) {
    const std::string next = i + 1 == length ? end : absl::StrCat("x", i + 1);
    spec.indicators.push_back(Defined(absl::StrCat("x", i), Sum{{{next}}}));
  }
  return spec;
}

TEST(CatalogDefinitionTest, DefinitionsHaveALimitedDepth) {
  EXPECT_THAT(FaultsOf(ChainSpec(kMaxDefinitionDepth, "f")), IsEmpty());
  for (const int length : {kMaxDefinitionDepth + 1, 20'000}) {
    const int place = 4 + length - kMaxDefinitionDepth - 1;
    EXPECT_THAT(FaultsOf(ChainSpec(length, "f")),
                ElementsAre(IsFault(absl::StrCat("indicators[", place, "].definition"),
                                    "33 deep; expected at most 32")));
  }
}

TEST(CatalogDefinitionTest, OfALongCycleTheBeginningIsNamed) {
  const Violations faults = FaultsOf(ChainSpec(20'000, "x0"));
  EXPECT_THAT(faults, ElementsAre(IsFault("indicators[4].sum.terms[0].indicator",
                                          "x8 -> x9 -> (19990 more) -> x0; expected")));
}

TEST(CatalogDefinitionTest, ManyTermsAreCheckedInLittleTime) {
  // Quadratic work would take minutes here.
  Sum sum;
  for (int i = 0; i < 100'000; ++i) sum.terms.push_back({absl::StrCat("n", i)});
  CatalogSpec spec = SpecWith(Defined("many", sum));
  for (const Term& term : sum.terms) spec.indicators.push_back(Defined(term.indicator, Flow{}));
  EXPECT_THAT(FaultsOf(spec), IsEmpty());
}

void ExpectFault(const std::function<void(CatalogSpec&)>& spoil, const char* field,
                 const char* description) {
  CatalogSpec spec = SpecWith(Defined("under_test", Flow{}));
  spoil(spec);
  EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault(field, description))) << field;
}

TEST(CatalogDefinitionTest, RefusalsOfReportsAndDisplays) {
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
        s.indicators[8].unit_zh = "";
        s.indicators[8].display.with_unit = true;
      },
      "indicators[8].display.with_unit", "no unit_zh");
}

TEST(CatalogDefinitionTest, RefusalsOfAssignmentsAndRegions) {
  const auto assign = [](std::vector<AssignmentSpec> assignments) {
    return [assignments](CatalogSpec& s) { s.bureaus[1].assignments = assignments; };
  };
  const char* kFrom = "bureaus[1].assignments[0].from";
  ExpectFault(assign({{"", "43", "", ""}}), kFrom, "is no day");
  ExpectFault(assign({{"2023-02-29", "43", "", ""}}), kFrom, "\"2023-02-29\" is no day");
  ExpectFault(assign({{"2023-07-01", "43", "", ""}, {"2023-07-01", "42", "", ""}}),
              "bureaus[1].assignments[1].from", "2023-07-01 does not come after 2023-07-01");
  ExpectFault(assign({{"2023-07-01", "", "", ""}}), "bureaus[1].assignments[0]", "changes nothing");
  ExpectFault(assign({{"2023-07-01", "420106", "甲二", ""}}), "bureaus[1].assignments[0]",
              "changes nothing; expected another region or name than before");
  ExpectFault(assign({{"2023-07-01", "43", "", ""}, {"2024-07-01", "43", "", ""}}),
              "bureaus[1].assignments[1]", "changes nothing");
  ExpectFault(assign({{"2017-12-31", "43", "", ""}}), kFrom,
              "2017-12-31 is before the first year, 2018");
  ExpectFault(assign({{"2023-07-01", "4x", "", ""}}), "bureaus[1].assignments[0].region", "\"4x\"");
  ExpectFault(assign({{"2023-07-01", "", "\xFF", ""}}), "bureaus[1].assignments[0].name_zh",
              "UTF-8");
  ExpectFault(
      [](auto& s) {
        s.regions = {{"4", "省", ""}};
      },
      "regions[0].code", "\"4\" is no division code");
  ExpectFault(
      [](auto& s) {
        s.regions = {{"42", "省", ""}, {"42", "省", ""}};
      },
      "regions[1].code", "used twice");
  ExpectFault([](auto& s) { s.regions = {{"42", "", ""}}; }, "regions[0].name_zh", "missing");
}

TEST(CatalogDefinitionTest, OnlyProportionsArePrintedAsSuch) {
  const Siblings bureaus;
  for (const Scale scale : {Scale::kPercent, Scale::kTimes}) {
    for (const Definition& plain :
         {Definition(Flow{}), Definition(Stock{}), Definition(Cumulative{.flow = "f"}),
          Definition(Part{"f", "x"}), Definition(Sum{.terms = {Term{"f"}}}),
          Definition(Rank{"f", bureaus}), Definition(CountBeyond{"f", bureaus}),
          Definition(Maximum{"f", bureaus}), Definition(Change{"f"})}) {
      EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", plain, In(scale, 1)))),
                  testing::ElementsAre(
                      IsFault("indicators[8].display.scale", "no proportion; expected it of")));
    }
    for (const Definition& proportion :
         {Definition(Ratio{"g", "f"}), Definition(Share{"f", "x"}), Definition(RegionShare{"f", 2}),
          Definition(Coverage{"f"}), Definition(Growth{"f"}), Definition(AverageGrowth{"f", 2}),
          Definition(Multiple{"f"})}) {
      EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", proportion, In(scale, 1)))),
                  testing::IsEmpty());
    }
  }
}

TEST(CatalogDefinitionTest, ATermStandsOnceInASum) {
  EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", Sum{{{"f"}, {"g"}, {"f", -1}}}))),
              testing::ElementsAre(
                  IsFault("indicators[8].sum.terms[2].indicator", "\"f\" is given twice")));
  // What there was before the period is another term: what a level has grown by.
  EXPECT_THAT(FaultsOf(SpecWith(Defined("under_test", Sum{{{"s"}, {"s", -1, true}}}))),
              testing::IsEmpty());
}

TEST(CatalogDefinitionTest, WhatNobodyMeansIsServedWhereItIsInForce) {
  CatalogSpec spec = SpecWith(Defined("under_test", Sum{{{"f"}, {"f"}}}, In(Scale::kPercent, 1)));
  spec.bureaus[1].assignments = {{"2017-12-31", "", "", ""}};
  EXPECT_EQ(FaultsOf(spec).size(), 4U);
  const auto in_force = Catalog::Create(spec, CatalogKeys::ByPlace(spec), CatalogUse::kInForce);
  EXPECT_TRUE(std::holds_alternative<std::shared_ptr<const Catalog>>(in_force));
}

TEST(CatalogDefinitionTest, RefusalsOfLives) {
  const auto live = [](std::string begins, std::string ends, std::string moved = "") {
    return [=](CatalogSpec& s) {
      s.bureaus[1].begins = begins;
      s.bureaus[1].ends = ends;
      if (!moved.empty()) s.bureaus[1].assignments = {{moved, "430101", "", ""}};
    };
  };
  ExpectFault(live("2023-2-1", ""), "bureaus[1].begins", "\"2023-2-1\" is no day");
  ExpectFault(live("", "2023-02-29"), "bureaus[1].ends", "\"2023-02-29\" is no day");
  ExpectFault(live("2023-07-02", "2023-07-01"), "bureaus[1].ends",
              "2023-07-01 comes before it begins on 2023-07-02");
  ExpectFault(live("", "2017-12-31"), "bureaus[1].ends",
              "2017-12-31 is before the first year, 2018");
  const char* kFrom = "bureaus[1].assignments[0].from";
  ExpectFault(live("2020-01-01", "", "2020-01-01"), kFrom,
              "2020-01-01 does not come after the bureau begins, 2020-01-01");
  ExpectFault(live("", "2023-06-30", "2023-07-01"), kFrom,
              "2023-07-01 comes after the bureau ends, 2023-06-30");
  for (const auto& sound :
       {live("2023-07-01", "2023-07-01"), live("1949-10-01", ""), live("", "2018-01-01"),
        live("2020-01-01", "2020-01-02", "2020-01-02")}) {
    CatalogSpec spec = WorldSpec();
    sound(spec);
    EXPECT_THAT(FaultsOf(spec), testing::IsEmpty());
  }
}

TEST(CatalogDefinitionTest, RefusalsOfRules) {
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
