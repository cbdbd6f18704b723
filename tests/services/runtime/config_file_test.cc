#include "services/runtime/config_file.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

namespace jurimeter::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The one setting of a file that has no fault.
ConfigSetting OnlySetting(const std::string& text) {
  const ConfigFile file = ParseConfigFile(text);
  EXPECT_THAT(file.faults, IsEmpty()) << text;
  EXPECT_THAT(file.settings, SizeIs(1)) << text;
  return file.settings.empty() ? ConfigSetting() : file.settings.front();
}

TEST(ConfigFileTest, ASettingHasItsSectionNameAndLine) {
  const ConfigFile file = ParseConfigFile(
      "# comment\n"
      "log-level = \"debug\"  # for now\n"
      "\n"
      "[query.year]\r\n"
      "\tbureau=['justice', \"health\"]\n");
  EXPECT_THAT(file.faults, IsEmpty());
  ASSERT_THAT(file.settings, SizeIs(2));
  EXPECT_EQ(file.settings[0].section, "");
  EXPECT_EQ(file.settings[0].name, "log-level");
  EXPECT_THAT(file.settings[0].values, ElementsAre("debug"));
  EXPECT_EQ(file.settings[0].line, 2);
  EXPECT_EQ(file.settings[1].section, "query.year");
  EXPECT_EQ(file.settings[1].name, "bureau");
  EXPECT_THAT(file.settings[1].values, ElementsAre("justice", "health"));
  EXPECT_EQ(file.settings[1].line, 5);
}

TEST(ConfigFileTest, ReadsEveryKindOfValue) {
  const std::pair<const char*, const char*> kCases[] = {
      {"5000", "5000"},
      {"true", "true"},
      {"127.0.0.1:50051", "127.0.0.1:50051"},
      {"\"\"", ""},
      {R"("a \"b\" \\ \t \n \r")", "a \"b\" \\ \t \n \r"},
      {R"('C:\new # no comment')", R"(C:\new # no comment)"},
      {"\"案\"", "案"},
  };
  for (const auto& [text, value] : kCases) {
    EXPECT_THAT(OnlySetting(absl::StrCat("a = ", text)).values, ElementsAre(value)) << text;
  }
  EXPECT_THAT(OnlySetting("a = []").values, IsEmpty());
  EXPECT_THAT(OnlySetting("\xEF\xBB\xBF"
                          "a = 1")
                  .values,
              ElementsAre("1"));
}

TEST(ConfigFileTest, SaysWhatIsWrongWithALine) {
  const std::pair<const char*, const char*> kCases[] = {
      {"a", "expected name = value"},
      {"= 1", "expected name = value"},
      {"a =", "expected a value after ="},
      {"a = # nothing", "expected a value after ="},
      {"a = 1 2", "expected nothing after the value"},
      {"a = \"b", "has no end"},
      {"a = 'b", "has no end"},
      {R"(a = "\x")", "after \\ expected one of"},
      {"a = [1, 2", "an array ends with ]"},
      {"[query", "expected [section] and nothing else"},
      {"[] ", "expected [section] and nothing else"},
      {"[a] b", "expected [section] and nothing else"},
      {"a = '\xff'", "not UTF-8"},
      {"a = 1\na = 2", "was given in line 1 already"},
  };
  for (const auto& [text, what] : kCases) {
    const ConfigFile file = ParseConfigFile(text);
    ASSERT_THAT(file.faults, SizeIs(1)) << text;
    EXPECT_THAT(file.faults[0].what, HasSubstr(what)) << text;
  }
}

TEST(ConfigFileTest, AFaultyLineHidesNoOther) {
  const ConfigFile file = ParseConfigFile("a = \nb = 2\nc\n");
  ASSERT_THAT(file.faults, SizeIs(2));
  EXPECT_EQ(file.faults[0].line, 1);
  EXPECT_EQ(file.faults[1].line, 3);
  ASSERT_THAT(file.settings, SizeIs(1));
  EXPECT_EQ(file.settings[0].name, "b");
}

TEST(ConfigFileTest, SettingsUnderAFaultyHeadingBelongNowhere) {
  const ConfigFile file = ParseConfigFile("[a\nb = 1\n[c]\nd = 2\n");
  EXPECT_THAT(file.faults, SizeIs(1));
  ASSERT_THAT(file.settings, SizeIs(1));
  EXPECT_EQ(file.settings[0].section, "c");
}

TEST(ConfigFileTest, TheSameNameMayStandInTwoSections) {
  EXPECT_THAT(ParseConfigFile("a = 1\n[b]\na = 2\n").settings, SizeIs(2));
}

TEST(ConfigFileTest, FaultsAreBounded) {
  std::string text;
  for (int line = 0; line < 1000; ++line) text += "?\n";
  EXPECT_THAT(ParseConfigFile(text).faults, SizeIs(20));
}

}  // namespace
}  // namespace jurimeter::runtime
