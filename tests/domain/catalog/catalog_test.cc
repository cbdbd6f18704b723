#include "domain/catalog/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <variant>

#include "tests/domain/catalog/sample_catalog.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Violations FaultsOf(const CatalogSpec& spec, const CatalogKeys& keys) {
  auto created = Catalog::Create(spec, keys);
  auto* faults = std::get_if<Violations>(&created);
  return faults == nullptr ? Violations{} : std::move(*faults);
}

Violations FaultsOf(const CatalogSpec& spec) { return FaultsOf(spec, CatalogKeys::ByPlace(spec)); }

TEST(CatalogTest, KnowsWhatItDefines) {
  const auto catalog = MakeCatalog(SampleSpec());
  ASSERT_NE(catalog, nullptr);
  EXPECT_EQ(catalog->time_zone().name(), "Asia/Shanghai");
  EXPECT_EQ(catalog->first_year(), 2022);
  ASSERT_EQ(catalog->bureaus().size(), 3u);
  EXPECT_EQ(catalog->FindBureau("police"), &catalog->bureaus()[2]);
  EXPECT_EQ(catalog->FindBureau("police")->key, 3);
  EXPECT_EQ(catalog->FindBureau("polic"), nullptr);
  EXPECT_EQ(catalog->FindBureau(""), nullptr);
  ASSERT_EQ(catalog->indicators().size(), 8u);
  EXPECT_EQ(catalog->FindIndicator("justice"), nullptr);
  const struct {
    const char* code;
    IndicatorKind kind;
    bool derived;
    std::vector<size_t> operands;
  } kIndicators[] = {
      {"cases.received", IndicatorKind::kFlow, false, {}},
      {"cases.resolved", IndicatorKind::kFlow, false, {}},
      {"cases.resolution_rate", IndicatorKind::kRatio, true, {1, 0}},
      {"cases.growth", IndicatorKind::kGrowth, true, {0}},
      {"teams.present", IndicatorKind::kStock, false, {}},
      {"cases.ever_received", IndicatorKind::kCumulative, true, {0}},
      {"cases.ever_growth", IndicatorKind::kGrowth, true, {5}},
      {"teams.load", IndicatorKind::kRatio, true, {0, 4}},
  };
  IndicatorKey key = 1;
  for (const auto& expected : kIndicators) {
    const Indicator* indicator = catalog->FindIndicator(expected.code);
    ASSERT_NE(indicator, nullptr) << expected.code;
    EXPECT_EQ(indicator->key, key++);
    EXPECT_EQ(indicator->kind, expected.kind) << expected.code;
    EXPECT_EQ(indicator->derived(), expected.derived) << expected.code;
    EXPECT_EQ(indicator->operands, expected.operands) << expected.code;
  }
}

TEST(CatalogKeysTest, ByPlaceAreUniqueAndNeverZero) {
  const CatalogKeys keys = CatalogKeys::ByPlace(SampleSpec());
  EXPECT_THAT(keys.bureaus, ElementsAre(std::pair("court.first-instance", 2),
                                        std::pair("justice", 1), std::pair("police", 3)));
  EXPECT_EQ(keys.indicators.at("cases.received"), 1);
  EXPECT_EQ(keys.indicators.at("teams.load"), 8);
  EXPECT_EQ(keys.categories.size(), 4u);
  EXPECT_EQ(keys.categories.at({"cases.received", "civil"}), 1);
  EXPECT_EQ(keys.categories.at({"cases.received", "criminal"}), 2);
  EXPECT_EQ(keys.categories.at({"teams.present", "rescue"}), 3);
  EXPECT_EQ(keys.categories.at({"teams.present", "patrol"}), 4);
}

struct FaultCase {
  std::function<void(CatalogSpec&)> spoil;
  const char* field;
  const char* description;  // part of it
};

void ExpectOneFaultEach(std::initializer_list<FaultCase> cases) {
  for (const FaultCase& c : cases) {
    CatalogSpec spec = SampleSpec();
    c.spoil(spec);
    EXPECT_THAT(FaultsOf(spec), ElementsAre(IsFault(c.field, c.description))) << c.field;
  }
}

TEST(CatalogFaultTest, OfTheCalendar) {
  ExpectOneFaultEach({
      {[](auto& s) { s.time_zone = ""; }, "time_zone", "\"\" is no time zone"},
      {[](auto& s) { s.time_zone = "Asia/Pingfang"; }, "time_zone", "\"Asia/Pingfang\""},
      {[](auto& s) { s.time_zone = "localtime"; }, "time_zone", "IANA"},
      {[](auto& s) { s.time_zone = "/usr/share/zoneinfo/Asia/Shanghai"; }, "time_zone", "IANA"},
      {[](auto& s) { s.time_zone = "../zoneinfo/UTC"; }, "time_zone", "IANA"},
      {[](auto& s) { s.time_zone = "Fixed/UTC+08:00:00"; }, "time_zone", "IANA"},
      {[](auto& s) { s.first_year = 0; }, "first_year", "0 is out of range; expected 1900 to 9999"},
      {[](auto& s) { s.first_year = 1899; }, "first_year", "1899"},
      {[](auto& s) { s.first_year = 10'000; }, "first_year", "10000"},
      {[](auto& s) { s.name = "\xFF"; }, "name", "UTF-8"},
  });
  for (const int year : {1900, 9999}) {
    CatalogSpec spec = SampleSpec();
    spec.first_year = year;
    EXPECT_THAT(FaultsOf(spec), IsEmpty());
  }
}

TEST(CatalogFaultTest, OfSections) {
  ExpectOneFaultEach({
      {[](auto& s) {
         s.sections.push_back({"", "标题", ""});
       },
       "sections[2].code", "missing"},
      {[](auto& s) {
         s.sections.push_back({"六", "标题", ""});
       },
       "sections[2].code", "\"六\" is used twice: sections[1]"},
      {[](auto& s) {
         s.sections.push_back({std::string(65, 'a'), "标题", ""});
       },
       "sections[2].code", "1 to 64 bytes"},
      {[](auto& s) { s.sections[0].title_zh = ""; }, "sections[0].title_zh", "missing"},
      {[](auto& s) { s.sections[0].title_en = "\x80"; }, "sections[0].title_en", "UTF-8"},
  });
}

TEST(CatalogFaultTest, OfBureaus) {
  ExpectOneFaultEach({
      {[](auto& s) { s.bureaus[1].code = ""; }, "bureaus[1].code", "missing"},
      {[](auto& s) { s.bureaus[1].code = "Court"; }, "bureaus[1].code", "\"Court\" is no code"},
      {[](auto& s) { s.bureaus[1].code = "court..first"; }, "bureaus[1].code", "no code"},
      {[](auto& s) { s.bureaus[1].code = ".court"; }, "bureaus[1].code", "no code"},
      {[](auto& s) { s.bureaus[1].code = "court-"; }, "bureaus[1].code", "no code"},
      {[](auto& s) { s.bureaus[1].code = "court first"; }, "bureaus[1].code", "no code"},
      {[](auto& s) { s.bureaus[1].code = "法院"; }, "bureaus[1].code", "\"法院\" is no code"},
      {[](auto& s) { s.bureaus[1].code = std::string("a\0b", 3); }, "bureaus[1].code", "no code"},
      {[](auto& s) { s.bureaus[1].code = std::string(65, 'a'); }, "bureaus[1].code", "64 bytes"},
      {[](auto& s) { s.bureaus[2].code = "justice"; }, "bureaus[2].code",
       "\"justice\" is used twice: bureaus[0]"},
      {[](auto& s) { s.bureaus[2].name_zh = ""; }, "bureaus[2].name_zh", "missing"},
      {[](auto& s) { s.bureaus[2].name_zh = std::string("\0", 1); }, "bureaus[2].name_zh", "NUL"},
      {[](auto& s) { s.bureaus[2].name_en = "\xC3"; }, "bureaus[2].name_en", "UTF-8"},
      {[](auto& s) { s.bureaus[2].region = ""; }, "bureaus[2].region", "2 to 12 digits"},
      {[](auto& s) { s.bureaus[2].region = "2"; }, "bureaus[2].region", "\"2\""},
      {[](auto& s) { s.bureaus[2].region = "2301080000001"; }, "bureaus[2].region", "digits"},
      {[](auto& s) { s.bureaus[2].region = "23010x"; }, "bureaus[2].region", "\"23010x\""},
  });
}

TEST(CatalogFaultTest, OfIndicators) {
  ExpectOneFaultEach({
      {[](auto& s) { s.indicators[7].code = ""; }, "indicators[7].code", "missing"},
      {[](auto& s) { s.indicators[7].code = "teams-load"; }, "indicators[7].code", "no code"},
      {[](auto& s) { s.indicators[7].code = "cases.received"; }, "indicators[7].code",
       "used twice: indicators[0]"},
      {[](auto& s) { s.indicators[7].name_zh = ""; }, "indicators[7].name_zh", "missing"},
      {[](auto& s) { s.indicators[7].name_en = "\xFF"; }, "indicators[7].name_en", "UTF-8"},
      {[](auto& s) { s.indicators[7].unit_zh = "\xFF"; }, "indicators[7].unit_zh", "UTF-8"},
      {[](auto& s) { s.indicators[7].unit_en = "\xFF"; }, "indicators[7].unit_en", "UTF-8"},
      {[](auto& s) { s.indicators[7].section = ""; }, "indicators[7].section", "missing"},
      {[](auto& s) { s.indicators[7].section = "七"; }, "indicators[7].section", "\"七\""},
      {[](auto& s) { s.indicators[7].definition = {}; }, "indicators[7].definition",
       "expected one such as flow, stock, sum, ratio or growth"},
      {[](auto& s) {
         s.indicators[2].categories = {{"a", "甲", ""}};
       },
       "indicators[2].categories", "only flows and stocks"},
      {[](auto& s) { s.indicators[0].categories[1].code = ""; }, "indicators[0].categories[1].code",
       "missing"},
      {[](auto& s) { s.indicators[0].categories[1].code = "Civil"; },
       "indicators[0].categories[1].code", "no code"},
      {[](auto& s) { s.indicators[0].categories[1].code = "civil"; },
       "indicators[0].categories[1].code", "used twice: indicators[0].categories[0]"},
      {[](auto& s) { s.indicators[0].categories[1].name_zh = ""; },
       "indicators[0].categories[1].name_zh", "missing"},
      {[](auto& s) { s.indicators[0].categories[1].name_en = "\xFF"; },
       "indicators[0].categories[1].name_en", "UTF-8"},
  });
}

TEST(CatalogFaultTest, OfDisplays) {
  const auto bound = [](Bound value) {
    return [value](CatalogSpec& s) { s.indicators[0].display.bound = value; };
  };
  ExpectOneFaultEach({
      {[](auto& s) { s.indicators[0].display.decimals = -1; }, "indicators[0].display.decimals",
       "-1 is out of range; expected 0 to 9"},
      {[](auto& s) { s.indicators[0].display.decimals = 10; }, "indicators[0].display.decimals",
       "10"},
      {bound({BoundWord::kYu, 0, false, false}), "indicators[0].display.bound.step",
       "expected 1 or more"},
      {bound({BoundWord::kYu, -10, false, false}), "indicators[0].display.bound.step", "-10"},
      {[&](auto& s) {
         bound({BoundWord::kYu, 10, true, false})(s);
         s.indicators[0].display.scale = Scale::kWan;
       },
       "indicators[0].display.bound.chinese_magnitude", "no scale"},
      {[&](auto& s) {
         bound({BoundWord::kYu, 10, true, false})(s);
         s.indicators[0].display.decimals = 1;
       },
       "indicators[0].display.bound.chinese_magnitude", "no decimals"},
      {[](auto& s) {
         s.indicators[7].display.bound = Bound{BoundWord::kYinei, 10, false, true};
         s.indicators[7].unit_zh = "";
       },
       "indicators[7].display.bound.with_unit", "no unit_zh"},
  });
}

TEST(CatalogFaultTest, OfReferences) {
  const auto define = [](size_t place, Definition definition) {
    return [place, definition](CatalogSpec& s) { s.indicators[place].definition = definition; };
  };
  ExpectOneFaultEach({
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

TEST(CatalogTest, CountsOfEveryKindCanBeCompared) {
  for (const char* code : {"cases.resolved", "teams.present", "cases.ever_received"}) {
    CatalogSpec spec = SampleSpec();
    spec.indicators[2].definition = Ratio{code, "cases.received"};
    spec.indicators[3].definition = Growth{code};
    spec.indicators[7].definition = Ratio{"cases.received", code};
    EXPECT_THAT(FaultsOf(spec), IsEmpty()) << code;
  }
}

// A cycle always breaks the rule of kinds too, which is named at each of its references.
TEST(CatalogFaultTest, OfCyclesNamesThemWhole) {
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

TEST(CatalogFaultTest, OfTwoCyclesNamesEachOnce) {
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

TEST(CatalogFaultTest, AreGivenAllAtOnceInTheOrderOfFields) {
  CatalogSpec spec = SampleSpec();
  spec.time_zone = "Mars/Olympus";
  spec.first_year = 1;
  spec.sections[0].title_zh = "";
  spec.bureaus[0].code = "";
  spec.bureaus[1].region = "x";
  spec.bureaus[2].code = "A";
  spec.bureaus[2].name_zh = "";
  spec.indicators[2].definition = Ratio{"nothing", ""};
  spec.indicators[2].section = "";
  spec.indicators[3].display.decimals = 99;
  spec.indicators[4].definition = {};
  EXPECT_THAT(
      FaultsOf(spec),
      ElementsAre(IsFault("time_zone", "Mars/Olympus"), IsFault("first_year", "1 is"),
                  IsFault("sections[0].title_zh", "missing"), IsFault("bureaus[0].code", "missing"),
                  IsFault("bureaus[1].region", "\"x\""), IsFault("bureaus[2].code", "\"A\""),
                  IsFault("bureaus[2].name_zh", "missing"),
                  IsFault("indicators[2].section", "missing"),
                  IsFault("indicators[2].ratio.numerator", "\"nothing\""),
                  IsFault("indicators[2].ratio.denominator", "missing"),
                  IsFault("indicators[3].display.decimals", "99"),
                  IsFault("indicators[4].definition", "missing")));
}

TEST(CatalogFaultTest, OfAnEmptyCatalog) {
  EXPECT_THAT(FaultsOf(CatalogSpec{}),
              ElementsAre(IsFault("time_zone", "\"\""), IsFault("first_year", "0")));
}

TEST(CatalogFaultTest, OfKeysThatStorageLacks) {
  const CatalogSpec spec = SampleSpec();
  CatalogKeys keys = CatalogKeys::ByPlace(spec);
  keys.bureaus.erase("justice");
  keys.indicators.erase("teams.load");
  keys.categories.erase({"cases.received", "criminal"});
  EXPECT_THAT(FaultsOf(spec, keys),
              ElementsAre(IsFault("bureaus[0].code", "\"justice\" has no key"),
                          IsFault("indicators[0].categories[1].code", "\"criminal\" has no key"),
                          IsFault("indicators[7].code", "\"teams.load\" has no key")));
}

}  // namespace
}  // namespace jurimeter
