#include "tools/jurimeter/events/transcoder.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace jurimeter::tools {
namespace {

using namespace std::string_view_literals;

struct Encoded {
  TextEncoding encoding;
  std::string_view bytes;
};

// "a案" and the end of a line, in each encoding.
constexpr Encoded kEncoded[] = {
    {TextEncoding::kUtf8, "a\xE6\xA1\x88\n"sv},
    {TextEncoding::kGb18030, "a\xB0\xB8\n"sv},
    {TextEncoding::kUtf16Le, "a\0\x48\x68\n\0"sv},
    {TextEncoding::kUtf16Be, "\0a\x68\x48\0\n"sv},
};

TEST(TranscoderTest, ReadsTextThatIsCutAnywhere) {
  for (const Encoded& each : kEncoded) {
    for (size_t cut = 0; cut <= each.bytes.size(); ++cut) {
      Transcoder transcoder(each.encoding);
      std::string text;
      EXPECT_TRUE(transcoder.Add(each.bytes.substr(0, cut), &text));
      EXPECT_TRUE(transcoder.Add(each.bytes.substr(cut), &text));
      EXPECT_TRUE(transcoder.End());
      EXPECT_EQ(text, "a案\n") << NameOf(each.encoding) << " cut at " << cut;
      EXPECT_EQ(transcoder.line(), 2);
    }
  }
}

TEST(TranscoderTest, RefusesWhatIsNoTextAndSaysHowFarItCame) {
  const Encoded kCases[] = {
      {TextEncoding::kUtf8, "a\n\xFF"sv},
      {TextEncoding::kUtf8, "a\n\xC0\x80"sv},
      {TextEncoding::kGb18030, "a\n\xFF\xFF"sv},
      {TextEncoding::kUtf16Le, "a\0\n\0\0\xD8\0\0"sv},  // half a surrogate
  };
  for (const Encoded& each : kCases) {
    Transcoder transcoder(each.encoding);
    std::string text;
    EXPECT_FALSE(transcoder.Add(each.bytes, &text)) << NameOf(each.encoding);
    EXPECT_EQ(transcoder.line(), 2) << NameOf(each.encoding);
    EXPECT_EQ(text, "a\n");
  }
}

TEST(TranscoderTest, DoesNotEndWithinACharacter) {
  for (const Encoded& each :
       {Encoded{TextEncoding::kUtf8, "\xE6\xA1"sv}, Encoded{TextEncoding::kGb18030, "\xB0"sv},
        Encoded{TextEncoding::kUtf16Be, "\x68"sv}}) {
    Transcoder transcoder(each.encoding);
    std::string text;
    EXPECT_TRUE(transcoder.Add(each.bytes, &text));
    EXPECT_FALSE(transcoder.End()) << NameOf(each.encoding);
  }
}

TEST(TranscoderTest, CountsLinesOfEveryEndOnce) {
  Transcoder transcoder(TextEncoding::kUtf8);
  std::string text;
  for (const std::string_view block : {"a\r"sv, "\nb\rc\n"sv, "\n"sv}) {
    EXPECT_TRUE(transcoder.Add(block, &text));
  }
  EXPECT_EQ(transcoder.line(), 5);
}

}  // namespace
}  // namespace jurimeter::tools
