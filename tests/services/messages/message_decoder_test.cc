#include "services/messages/message_decoder.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>

#include "jurimeter/v1/ingestion.pb.h"

namespace jurimeter::messages {
namespace {

struct Decoding {
  std::string name;
  std::string bytes;
  std::optional<InvalidTexts> repaired;  // nothing if it is no message
};

TEST(MessageDecoderTest, NamesTheTextsThatAreNotUtf8) {
  // SubmitIndicatorBatchRequest: events = 1, of which subject = 7, bureau = 2.
  const std::vector<Decoding> cases = {
      {"nothing", "", InvalidTexts()},
      {"one empty event", std::string("\x0a\x00", 2), InvalidTexts()},
      {"sound text", "\x0a\x05\x3a\x03\xe6\xa1\x88", InvalidTexts()},
      {"bad text", "\x0a\x03\x3a\x01\xff", InvalidTexts{"events[0].subject"}},
      {"bad text in the second event", std::string("\x0a\x00\x0a\x03\x3a\x01\xff", 7),
       InvalidTexts{"events[1].subject"}},
      {"two bad texts", "\x0a\x06\x3a\x01\xff\x12\x01\xfe",
       InvalidTexts{"events[0].subject", "events[0].bureau"}},
      {"text cut in a character", "\x0a\x04\x3a\x02\xe6\xa1", InvalidTexts{"events[0].subject"}},
      {"unknown field of bad text", "\x0a\x05\xa2\x06\x02\xff\xff", InvalidTexts()},
      {"known field of another wire type", "\x0a\x02\x38\x01", InvalidTexts()},
      {"cut short", "\x0a\x05\x3a\x01\xff", std::nullopt},
      {"text beyond its event", "\x0a\x03\x3a\x05\xff", std::nullopt},
      {"end of no group", "\x0c", std::nullopt},
      {"tag 0", std::string("\x00\x00", 2), std::nullopt},
      {"unended varint", "\xff\xff\xff", std::nullopt},
      {"bad text, then garbage", "\x0a\x03\x3a\x01\xff\xff", std::nullopt},
  };
  for (const Decoding& each : cases) {
    v1::SubmitIndicatorBatchRequest message;
    EXPECT_EQ(DecodeMessage(each.bytes, &message), each.repaired) << each.name;
  }
}

TEST(MessageDecoderTest, KeepsTheLengthOfABadTextAndTheBytesOfTheOthers) {
  v1::SubmitIndicatorBatchRequest message;
  const std::string bytes =
      "\x0a\x0a\x3a\x03"
      "a\xff"
      "b\x12\x03\xe6\xa1\x88";
  ASSERT_TRUE(DecodeMessage(bytes, &message).has_value());
  EXPECT_EQ(message.events(0).subject(), "a?b");
  EXPECT_EQ(message.events(0).bureau(), "案");
}

TEST(MessageDecoderTest, PartsInvalidTextsByElement) {
  const InvalidTexts found = {"events[0].subject", "events[17].bureau", "events[17].subject",
                              "retractions[3].reason", "name"};
  EXPECT_EQ(ByElement(found, "events"),
            (std::map<int, InvalidTexts>{{0, {"subject"}}, {17, {"bureau", "subject"}}}));
  EXPECT_EQ(ByElement(found, "retractions"), (std::map<int, InvalidTexts>{{3, {"reason"}}}));
  EXPECT_EQ(ByElement({}, "events"), (std::map<int, InvalidTexts>{}));
}

}  // namespace
}  // namespace jurimeter::messages
