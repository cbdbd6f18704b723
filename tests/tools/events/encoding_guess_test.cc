#include "tools/jurimeter/events/encoding_guess.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>

namespace jurimeter::tools {
namespace {

using namespace std::string_view_literals;
using ::testing::StartsWith;

// The guess of `text`, given in two parts that are cut at `cut`.
absl::StatusOr<TextEncoding> GuessOf(std::string_view text, size_t cut = 0) {
  EncodingGuess guess;
  guess.Add(text.substr(0, cut));
  guess.Add(text.substr(cut));
  return guess.Result("f.csv");
}

TEST(EncodingGuessTest, IsUtf8IfAllIsElseGb18030) {
  const struct {
    std::string_view text;
    TextEncoding encoding;
  } kCases[] = {
      {""sv, TextEncoding::kUtf8},
      {"plain\n"sv, TextEncoding::kUtf8},
      {"a\n案\n"sv, TextEncoding::kUtf8},
      {"\xD4\xAD"sv, TextEncoding::kUtf8},  // a character of both
      {"a\n\xB0\xB8\n"sv, TextEncoding::kGb18030},
      {"\xD4\xAD\n\xB0\xB8"sv, TextEncoding::kGb18030},
  };
  for (const auto& c : kCases) {
    for (size_t cut = 0; cut <= c.text.size(); ++cut) {
      const absl::StatusOr<TextEncoding> guess = GuessOf(c.text, cut);
      ASSERT_TRUE(guess.ok()) << guess.status();
      EXPECT_EQ(*guess, c.encoding) << c.text << " cut at " << cut;
    }
  }
}

TEST(EncodingGuessTest, NamesTheLineThatItCannotBe) {
  const struct {
    std::string_view text;
    const char* message;
  } kCases[] = {
      {"a\nb\0"sv, "f.csv:2: has a NUL, which no text has"},
      {"a\n\xFF\xFF"sv, "f.csv is neither UTF-8 (up to line 2) nor GB18030 (up to line 2)"},
      {"案件\r\n\xB0\xB8"sv, "f.csv:2: is not UTF-8, but line 1 is"},
  };
  for (const auto& c : kCases) {
    const absl::Status refused = GuessOf(c.text).status();
    EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(refused.message()), StartsWith(c.message));
  }
}

}  // namespace
}  // namespace jurimeter::tools
