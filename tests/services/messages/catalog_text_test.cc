#include "services/messages/catalog_text.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace jurimeter::messages {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kSound[] = R"(time_zone: "Asia/Shanghai"
first_year: 2020
sections { code: "one" title_zh: "一" title_en: "One" }
bureaus { code: "court" name_zh: "法院" name_en: "Court" region: "230108" }
indicators {
  code: "cases"
  name_zh: "案件" name_en: "Cases" section: "one" unit_zh: "件" unit_en: "cases"
  flow {}
}
)";

std::vector<std::string> FaultsOf(const std::string& text) {
  const auto parsed = ParseCatalog(text);
  std::vector<std::string> faults;
  if (parsed.ok()) return faults;
  for (const TextFault& fault : parsed.faults()) faults.push_back(fault.ToString());
  return faults;
}

// kSound with `before` in place of `after`.
std::string Changed(const std::string& before, const std::string& after) {
  std::string text = kSound;
  return text.replace(text.find(before), before.size(), after);
}

TEST(ParseCatalogTest, ReadsACatalogAndGivesKeysByPlace) {
  const auto parsed = ParseCatalog(kSound);
  ASSERT_TRUE(parsed.ok()) << parsed.faults().front().ToString();
  EXPECT_EQ(parsed->spec.first_year, 2020);
  EXPECT_EQ(parsed->catalog->FindIndicator("cases")->key, 1);
}

TEST(ParseCatalogTest, TakesTheKeysOfACatalogInForce) {
  CatalogKeys keys;
  keys.bureaus["court"] = 7;
  keys.indicators["cases"] = 9;
  const auto parsed = ParseCatalog(kSound, &keys);
  ASSERT_TRUE(parsed.ok()) << parsed.faults().front().ToString();
  EXPECT_EQ(parsed->catalog->FindBureau("court")->key, 7);
  EXPECT_EQ(parsed->catalog->FindIndicator("cases")->key, 9);
}

TEST(ParseCatalogTest, NamesTheLineOfEachFault) {
  EXPECT_THAT(FaultsOf(Changed("flow {}", "ratio { numerator: \"gone\" denominator: \"cases\" }")),
              testing::Contains(StartsWith("8: indicators[0].ratio.numerator: ")));
  EXPECT_THAT(FaultsOf(Changed("first_year: 2020", "first_year: 1")),
              ElementsAre(StartsWith("2: first_year: ")));
}

TEST(ParseCatalogTest, NamesUnknownFieldsBesideTheOthers) {
  const std::vector<std::string> faults =
      FaultsOf(Changed("first_year: 2020", "first_year: 1 colour: 3"));
  ASSERT_EQ(faults.size(), 2u);
  EXPECT_THAT(faults[0] + faults[1], HasSubstr("colour"));
}

TEST(ParseCatalogTest, StopsAtASyntaxError) {
  EXPECT_THAT(FaultsOf("time_zone: \"UTC\"\nfirst_year: }\n"), ElementsAre(StartsWith("2: ")));
  EXPECT_THAT(FaultsOf("time_zone:　\"UTC\"\n"),
              testing::Contains(HasSubstr("a character that is not ASCII")));
}

TEST(SpecOfTest, ReadsWithoutChecking) {
  const auto spec = SpecOf(Changed("first_year: 2020", "first_year: 1"));
  ASSERT_TRUE(spec.has_value());
  EXPECT_EQ(spec->first_year, 1);
  EXPECT_FALSE(SpecOf("first_year: }").has_value());
}

}  // namespace
}  // namespace jurimeter::messages
