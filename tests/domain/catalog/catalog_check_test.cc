#include "domain/catalog/catalog_check.h"

#include <gmock/gmock.h>

#include <string>

#include "tests/domain/catalog/catalog_faults.h"

namespace jurimeter {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CatalogCheckTest, Calendar) {
  ExpectFaults({
      {[](auto& s) { s.time_zone.clear(); }, "time_zone", "\"\" is no time zone"},
      {[](auto& s) { s.time_zone = "Asia/Pingfang"; }, "time_zone", "\"Asia/Pingfang\""},
      {[](auto& s) { s.time_zone = "localtime"; }, "time_zone", "IANA"},
      {[](auto& s) { s.time_zone = "/usr/share/zoneinfo/Asia/Shanghai"; }, "time_zone", "IANA"},
      {[](auto& s) { s.time_zone = "../zoneinfo/UTC"; }, "time_zone", "IANA"},
      {[](auto& s) { s.time_zone = "Fixed/UTC+08:00:00"; }, "time_zone", "IANA"},
      {[](auto& s) { s.first_year = 0; }, "first_year", "0 is out of range; expected 1900 to 9999"},
      {[](auto& s) { s.first_year = 1899; }, "first_year", "1899"},
      {[](auto& s) { s.first_year = 10'000; }, "first_year", "10000"},
      {[](auto& s) { s.name = "\xFF\xFF"; }, "name", "UTF-8"},
  });
  for (const int year : {1900, 9999}) {
    CatalogSpec spec = SampleSpec();
    spec.first_year = year;
    EXPECT_THAT(FaultsOf(spec), IsEmpty());
  }
}

TEST(CatalogCheckTest, Sections) {
  ExpectFaults({
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
      {[](auto& s) { s.sections[0].title_zh.clear(); }, "sections[0].title_zh", "missing"},
      {[](auto& s) { s.sections[0].title_en = "\x80\x80"; }, "sections[0].title_en", "UTF-8"},
  });
}

TEST(CatalogCheckTest, Regions) {
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

TEST(CatalogCheckTest, GivesAllFaultsAtOnceInTheOrderOfFields) {
  CatalogSpec spec = SampleSpec();
  spec.time_zone = "Mars/Olympus";
  spec.first_year = 1;
  spec.sections[0].title_zh.clear();
  spec.bureaus[0].code.clear();
  spec.bureaus[1].region = "x";
  spec.bureaus[2].code = "A";
  spec.bureaus[2].name_zh.clear();
  spec.indicators[2].definition = Ratio{"nothing", ""};
  spec.indicators[2].section.clear();
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

TEST(CatalogCheckTest, OfAnEmptyCatalog) {
  EXPECT_THAT(FaultsOf(CatalogSpec{}),
              ElementsAre(IsFault("time_zone", "\"\""), IsFault("first_year", "0")));
}

TEST(CatalogCheckTest, KeysThatStorageLacks) {
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
