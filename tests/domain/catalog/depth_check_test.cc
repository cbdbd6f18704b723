#include "domain/catalog/depth_check.h"

#include <gmock/gmock.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// x0 of x1, x1 of x2 and so on; the last is of `end`.
CatalogSpec ChainSpec(int length, const std::string& end) {
  CatalogSpec spec = WorldSpec();
  for (int i = 0; i < length; ++i) {
    const std::string next = i + 1 == length ? end : absl::StrCat("x", i + 1);
    spec.indicators.push_back(Defined(absl::StrCat("x", i), Sum{{{next}}}));
  }
  return spec;
}

// A cycle always breaks the rule of kinds too, which is named at each of its references.
TEST(DepthCheckTest, NamesCyclesWhole) {
  CatalogSpec spec = SampleSpec();
  spec.indicators[3].definition = Growth{"cases.growth"};
  EXPECT_THAT(FaultsOf(spec),
              ElementsAre(IsFault("indicators[3].growth.of", "is a growth"),
                          IsFault("indicators[3].growth.of", "cases.growth -> cases.growth;")));

  spec = SampleSpec();
  spec.indicators[2].definition = Ratio{"cases.resolved", "cases.growth"};
  spec.indicators[3].definition = Growth{"cases.ever_received"};
  spec.indicators[5].definition = Cumulative{"cases.resolution_rate"};
  spec.indicators[7].definition = Ratio{"cases.received", "cases.ever_received"};
  EXPECT_THAT(FaultsOf(spec),
              ElementsAre(IsFault("indicators[2].ratio.denominator", "is a growth"),
                          IsFault("indicators[5].cumulative.flow", "is a ratio"),
                          IsFault("indicators[2].ratio.denominator",
                                  "cases.resolution_rate -> cases.growth -> cases.ever_received "
                                  "-> cases.resolution_rate;")));
}

TEST(DepthCheckTest, NamesEachOfTwoCyclesOnce) {
  CatalogSpec spec = SampleSpec();
  spec.indicators[2].definition = Ratio{"cases.growth", "teams.load"};
  spec.indicators[3].definition = Growth{"cases.resolution_rate"};
  spec.indicators[7].definition = Ratio{"cases.received", "cases.resolution_rate"};
  Violations cycles;
  for (const Violation& fault : FaultsOf(spec)) {
    if (fault.description.starts_with("defined by itself")) cycles.push_back(fault);
  }
  EXPECT_THAT(cycles, ElementsAre(IsFault("indicators[2].ratio.numerator",
                                          "cases.resolution_rate -> cases.growth -> "
                                          "cases.resolution_rate;"),
                                  IsFault("indicators[2].ratio.denominator",
                                          "cases.resolution_rate -> teams.load -> "
                                          "cases.resolution_rate;")));
}

TEST(DepthCheckTest, FindsCyclesThroughSums) {
  CatalogSpec spec = SpecWith(Defined("under_test", Sum{{{"sum"}}}));
  spec.indicators[kSum].definition = Sum{{{"f"}, {"under_test"}}};
  EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault("indicators[6].sum.terms[1].indicator",
                                                  "sum -> under_test -> sum;")));
}

TEST(DepthCheckTest, DefinitionsHaveALimitedDepth) {
  EXPECT_THAT(FaultsOf(ChainSpec(kMaxDefinitionDepth, "f")), IsEmpty());
  for (const int length : {kMaxDefinitionDepth + 1, 20'000}) {
    const int place = 4 + length - kMaxDefinitionDepth - 1;
    EXPECT_THAT(FaultsOf(ChainSpec(length, "f")),
                ElementsAre(IsFault(absl::StrCat("indicators[", place, "].definition"),
                                    "33 deep; expected at most 32")));
  }
}

TEST(DepthCheckTest, NamesTheBeginningOfALongCycle) {
  const Violations faults = FaultsOf(ChainSpec(20'000, "x0"));
  EXPECT_THAT(faults, ElementsAre(IsFault("indicators[4].sum.terms[0].indicator",
                                          "x8 -> x9 -> (19990 more) -> x0; expected")));
}

TEST(DepthCheckTest, ManyTermsAreCheckedInLittleTime) {
  // Quadratic work would take minutes here.
  Sum sum;
  for (int i = 0; i < 100'000; ++i) sum.terms.push_back({absl::StrCat("n", i)});
  CatalogSpec spec = SpecWith(Defined("many", sum));
  for (const Term& term : sum.terms) spec.indicators.push_back(Defined(term.indicator, Flow{}));
  EXPECT_THAT(FaultsOf(spec), IsEmpty());
}

}  // namespace
}  // namespace jurimeter
