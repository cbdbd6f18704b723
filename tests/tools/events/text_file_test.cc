// The encoding of a file, judged as a whole.
#include "tools/jurimeter/events/text_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/tools/events/written_file.h"

namespace jurimeter::tools {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;

constexpr size_t kManyBlocks = 300'000;  // bytes

struct Read {
  std::string_view bytes;
  EncodingChoice choice;
  std::string_view text;
};

TEST(ReadTextTest, ReadsEveryEncoding) {
  const Read kCases[] = {
      {""sv, EncodingChoice::kAuto, ""},
      {"a\xE6\xA1\x88"sv, EncodingChoice::kAuto, "a案"},
      {"\xEF\xBB\xBF"
       "a案"sv,
       EncodingChoice::kAuto, "a案"},
      {"\xEF\xBB\xBF"
       "a案"sv,
       EncodingChoice::kUtf8, "a案"},
      {"\xB0\xB8"sv, EncodingChoice::kAuto, "案"},
      {"\xB0\xB8"sv, EncodingChoice::kGb18030, "案"},
      {"\xD4\xAD"sv, EncodingChoice::kGb18030, "原"},  // UTF-8 as well
      {"\xD4\xAD\n\xB0\xB8"sv, EncodingChoice::kAuto, "原\n案"},
      {"\x84\x31\x95\x33\xB0\xB8"sv, EncodingChoice::kAuto, "案"},  // with its own mark
      {"\xFF\xFE"
       "a\0\x48\x68"sv,
       EncodingChoice::kAuto, "a案"},
      {"\xFE\xFF\0a\x68\x48"sv, EncodingChoice::kAuto, "a案"},
      {"a\0\x48\x68"sv, EncodingChoice::kUtf16, "a案"},
      {"\0a\x68\x48"sv, EncodingChoice::kUtf16, "a案"},
      {"\xFF\xFE\x3D\xD8\x00\xDE"sv, EncodingChoice::kAuto, "😀"},
      {"a\r\nb\rc"sv, EncodingChoice::kAuto, "a\nb\nc"},
  };
  for (const Read& c : kCases) {
    const WrittenFile file(c.bytes);
    const auto text = ReadText(file.path(), c.choice);
    ASSERT_TRUE(text.ok()) << c.text << ": " << text.status();
    EXPECT_EQ(*text, c.text);
  }
}

struct Refused {
  std::string_view bytes;
  EncodingChoice choice;
  const char* message;
};

TEST(ReadTextTest, RefusesTheRestAsAWhole) {
  const Refused kCases[] = {
      {"a\xFF"sv, EncodingChoice::kAuto, "neither UTF-8 (up to line 1) nor GB18030 (up to line 1)"},
      {"a\n\xE6\xA1"sv, EncodingChoice::kUtf8, ":2: is not UTF-8"},
      {"a\n\xC0\x80"sv, EncodingChoice::kUtf8, ":2: is not UTF-8"},
      {"a\xB0"sv, EncodingChoice::kGb18030, ":1: is not GB18030"},
      {"\xEF\xBB\xBF\r\xB0\xB8"sv, EncodingChoice::kAuto, ":2: is not UTF-8"},
      {"\xEF\xBB\xBF"sv, EncodingChoice::kGb18030,
       "begins with the byte order mark of UTF-8; expected GB18030, as --encoding says"},
      {"\xFF\xFE"sv, EncodingChoice::kUtf8, "begins with the byte order mark of UTF-16"},
      {"\xFF\xFE"
       "a"sv,
       EncodingChoice::kAuto, "is not UTF-16"},
      {"\xFF\xFE\0\xD8"
       "a\0"sv,
       EncodingChoice::kAuto, "is not UTF-16"},  // half a surrogate
      {"\xFF\xFE\0\0"
       "a\0\0\0"sv,
       EncodingChoice::kAuto, "UTF-32"},
      {"\0\0\xFE\xFF"sv, EncodingChoice::kAuto, "UTF-32"},
      {"a\nb\0"sv, EncodingChoice::kAuto, ":2: has a NUL"},
      {"案件\nplain\n\xB0\xB8"sv, EncodingChoice::kAuto, ":3: is not UTF-8, but line 1 is"},
      {"\xB0\xB8\r\n案件\r\n"sv, EncodingChoice::kAuto, ":1: is not UTF-8, but line 2 is"},
  };
  for (const Refused& c : kCases) {
    const WrittenFile file(c.bytes);
    const auto text = ReadText(file.path(), c.choice);
    EXPECT_EQ(text.status().code(), absl::StatusCode::kInvalidArgument) << c.message;
    EXPECT_THAT(std::string(text.status().message()),
                AllOf(HasSubstr(file.path()), HasSubstr(c.message)));
  }
}

TEST(ReadTextTest, CharactersMayBeCutByBlocks) {
  for (const std::string_view character : {"案"sv, "\xB0\xB8"sv}) {
    std::string bytes = "x";
    std::string wanted = "x";
    while (bytes.size() < kManyBlocks) {
      bytes += character;
      wanted += "案";
    }
    const WrittenFile file(bytes);
    const auto text = ReadText(file.path());
    ASSERT_TRUE(text.ok()) << text.status();
    EXPECT_TRUE(*text == wanted);
  }
}

TEST(ReadTextTest, TheLastByteDecides) {
  std::string bytes;
  while (bytes.size() < kManyBlocks) bytes += "\xD4\xAD\n";  // sound in both
  std::string wanted;
  for (size_t line = 0; line < bytes.size() / 3; ++line) wanted += "原\n";
  const WrittenFile file(bytes + "\xB0\xB8");
  const auto text = ReadText(file.path());
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_TRUE(*text == wanted + "案");
}

TEST(TextFileTest, WhatIsNoFileIsRefused) {
  EXPECT_EQ(TextFile::Open("/nowhere/events.csv", EncodingChoice::kAuto).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(TextFile::Open("/tmp", EncodingChoice::kAuto).status().message()),
              HasSubstr("/tmp is a directory"));
}

TEST(TextFileTest, AFileThatChangesMeanwhileIsNoticed) {
  const WrittenFile file(std::string(kManyBlocks, 'a'));
  const auto cut = TextFile::Open(file.path(), EncodingChoice::kAuto);
  const auto other = TextFile::Open(file.path(), EncodingChoice::kAuto);
  ASSERT_TRUE(cut.ok() && other.ok());
  std::string block;
  ASSERT_TRUE((*other)->Read(&block).ok());
  file.Write(std::string(kManyBlocks, '\xFF'));
  EXPECT_THAT(std::string((*other)->Read(&block).status().message()),
              HasSubstr("changed while it was read"));
  file.Write("");
  EXPECT_THAT(std::string((*cut)->Read(&block).status().message()),
              HasSubstr("became shorter while it was read"));
}

}  // namespace
}  // namespace jurimeter::tools
