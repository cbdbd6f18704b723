#include "domain/values/text.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace jurimeter {
namespace {

using namespace std::string_view_literals;

TEST(IsUtf8Test, TakesWellFormedText) {
  const std::string_view kCases[] = {""sv,
                                     "case 12"sv,
                                     "\0"sv,
                                     "\x7F"sv,
                                     "\xC2\x80"sv,
                                     "\xDF\xBF"sv,
                                     "\xE0\xA0\x80"sv,
                                     "案件"sv,
                                     "\xED\x9F\xBF"sv,
                                     "\xEE\x80\x80"sv,
                                     "\xEF\xBF\xBF"sv,
                                     "\xF0\x90\x80\x80"sv,
                                     "\xF4\x8F\xBF\xBF"sv};
  for (const std::string_view text : kCases) EXPECT_TRUE(IsUtf8(text)) << Quoted(text);
}

TEST(Utf8PrefixTest, EndsWithTheLastWholeCharacter) {
  const struct {
    std::string_view text;
    size_t prefix;
    bool rest_may_go_on;
  } kCases[] = {
      {""sv, 0, true},
      {"ab"sv, 2, true},
      {"a\xE6"sv, 1, true},
      {"a\xE6\xA1"sv, 1, true},
      {"a\xE6\xA1\x88"sv, 4, true},
      {"\xF0\x9F\x98"sv, 0, true},
      {"\xE0"sv, 0, true},
      {"\xED\x9F"sv, 0, true},
      {"\xF4\x8F"sv, 0, true},
      {"a\x80"sv, 1, false},
      {"a\xE6z"sv, 1, false},
      {"\xC0"sv, 0, false},
      {"\xED\xA0"sv, 0, false},
      {"\xE0\x9F"sv, 0, false},
      {"\xF4\x90"sv, 0, false},
      {"\xF5"sv, 0, false},
      {"\xFF"sv, 0, false},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(Utf8Prefix(c.text), c.prefix) << Quoted(c.text);
    EXPECT_EQ(IsUtf8Beginning(c.text.substr(c.prefix)), c.rest_may_go_on) << Quoted(c.text);
  }
}

TEST(WithLineFeedsTest, EndsEveryLineWithOne) {
  EXPECT_EQ(WithLineFeeds("a\r\nb\rc\nd"), "a\nb\nc\nd");
  EXPECT_EQ(WithLineFeeds("\r\r\n\n\r"), "\n\n\n\n");
  EXPECT_EQ(WithLineFeeds(""), "");
}

TEST(WithoutPaddingTest, TakesSpacesOfAllKindsFromBothEnds) {
  const std::string_view kCases[] = {"a b"sv,
                                     " a b "sv,
                                     "\t\r\na b\n"sv,
                                     "　a b　"sv,
                                     "\xC2\xA0"
                                     "a b\xE2\x80\x8B"sv,
                                     "\xEF\xBB\xBF"
                                     "a b\x1A"sv};
  for (const std::string_view text : kCases) EXPECT_EQ(WithoutPadding(text), "a b") << Quoted(text);
  EXPECT_EQ(WithoutPadding(" 　 "), "");
  EXPECT_EQ(WithoutPadding("案"), "案");
}

TEST(IsUtf8Test, RefusesTheRest) {
  const std::string_view kCases[] = {
      "\x80"sv,  // a continuation without a start
      "\xBF"sv,
      "\xC3"sv,  // cut short
      "\xE6\xA1"sv,
      "\xF0\x9F\x98"sv,
      "a\xC3z"sv,  // no continuation
      "\xE6\xA1z"sv,
      "\xF0\x9F\x98z"sv,
      "\xC0\x80"sv,  // overlong
      "\xC1\xBF"sv,
      "\xE0\x9F\xBF"sv,
      "\xF0\x8F\xBF\xBF"sv,
      "\xED\xA0\x80"sv,  // surrogates
      "\xED\xBF\xBF"sv,
      "\xF4\x90\x80\x80"sv,  // beyond U+10FFFF
      "\xF5\x80\x80\x80"sv,
      "\xFF"sv,
      "\xFE"sv,
  };
  for (const std::string_view text : kCases) EXPECT_FALSE(IsUtf8(text)) << Quoted(text);
}

TEST(QuotedTest, IsSafeToPrintWhateverCame) {
  const struct {
    std::string_view value;
    const char* quoted;
  } kCases[] = {
      {""sv, R"("")"},
      {"案件 12"sv, R"("案件 12")"},
      {"a\"b\\c\n"sv, R"("a\"b\\c\n")"},
      {"a\0b"sv, R"("a\x00\x62")"},
      {"\x1B[31m"sv, R"("\x1b[31m")"},
      {"\xFF\xFE"sv, R"("\xff\xfe")"},
      {"\xE6\xA1"sv, R"("\xe6\xa1")"},
      {"\xC2\x9B"sv, R"("\xc2\x9b")"},  // a control of terminals
  };
  for (const auto& c : kCases) EXPECT_EQ(Quoted(c.value), c.quoted);
}

TEST(QuotedTest, CutsLongValuesBetweenCharacters) {
  EXPECT_EQ(Quoted(std::string(64, 'a')), "\"" + std::string(64, 'a') + "\"");
  EXPECT_EQ(Quoted(std::string(65, 'a')), "\"" + std::string(64, 'a') + "...\" (65 bytes)");
  // Byte 64 is the second of a character of three.
  EXPECT_EQ(Quoted(std::string(63, 'a') + "案"), "\"" + std::string(63, 'a') + "...\" (66 bytes)");
  EXPECT_TRUE(IsUtf8(Quoted(std::string(1000, '\x80'))));
}

TEST(CheckTextTest, NamesWhatIsWrong) {
  EXPECT_EQ(*CheckText("案件"sv), "案件");
  EXPECT_EQ(*CheckText(""sv), "");
  EXPECT_EQ(CheckText("a\xFF"sv).faults(), R"("a\xff" is not valid UTF-8)");
  EXPECT_EQ(CheckText("a\0"sv).faults(), R"("a\x00" contains NUL, which no text may)");
}

}  // namespace
}  // namespace jurimeter
