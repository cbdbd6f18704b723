#include "services/messages/message_decoder.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "jurimeter/v1/ingestion.pb.h"

namespace jurimeter::messages {
namespace {

struct Decoding {
  std::string name;
  std::string bytes;
  bool sound;
  std::vector<std::string> invalid;
};

TEST(MessageDecoderTest, NamesTheTextsThatAreNotUtf8) {
  // SubmitIndicatorBatchRequest: events = 1, of which subject = 7, bureau = 2.
  const std::vector<Decoding> cases = {
      {"nothing", "", true, {}},
      {"one empty event", std::string("\x0a\x00", 2), true, {}},
      {"sound text", "\x0a\x05\x3a\x03\xe6\xa1\x88", true, {}},
      {"bad text", "\x0a\x03\x3a\x01\xff", true, {"events[0].subject"}},
      {"bad text in the second event",
       std::string("\x0a\x00\x0a\x03\x3a\x01\xff", 7),
       true,
       {"events[1].subject"}},
      {"two bad texts",
       "\x0a\x06\x3a\x01\xff\x12\x01\xfe",
       true,
       {"events[0].subject", "events[0].bureau"}},
      {"text cut in a character", "\x0a\x04\x3a\x02\xe6\xa1", true, {"events[0].subject"}},
      {"unknown field of bad text", "\x0a\x05\xa2\x06\x02\xff\xff", true, {}},
      {"known field of another wire type", "\x0a\x02\x38\x01", true, {}},
      {"cut short", "\x0a\x05\x3a\x01\xff", false, {}},
      {"text beyond its event", "\x0a\x03\x3a\x05\xff", false, {}},
      {"end of no group", "\x0c", false, {}},
      {"tag 0", std::string("\x00\x00", 2), false, {}},
      {"unended varint", "\xff\xff\xff", false, {}},
      {"bad text, then garbage", "\x0a\x03\x3a\x01\xff\xff", false, {}},
  };
  for (const Decoding& each : cases) {
    v1::SubmitIndicatorBatchRequest message;
    InvalidTexts invalid;
    EXPECT_EQ(DecodeMessage(each.bytes.data(), each.bytes.size(), &message, &invalid), each.sound)
        << each.name;
    EXPECT_EQ(invalid, each.invalid) << each.name;
  }
}

TEST(MessageDecoderTest, KeepsTheLengthOfABadTextAndTheBytesOfTheOthers) {
  v1::SubmitIndicatorBatchRequest message;
  InvalidTexts invalid;
  const std::string bytes =
      "\x0a\x0a\x3a\x03"
      "a\xff"
      "b\x12\x03\xe6\xa1\x88";
  ASSERT_TRUE(DecodeMessage(bytes.data(), bytes.size(), &message, &invalid));
  EXPECT_EQ(message.events(0).subject(), "a?b");
  EXPECT_EQ(message.events(0).bureau(), "案");
}

}  // namespace
}  // namespace jurimeter::messages
