#include "services/messages/time_messages.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace jurimeter::messages {
namespace {

google::protobuf::Timestamp Timestamp(int64_t seconds, int32_t nanos) {
  google::protobuf::Timestamp message;
  message.set_seconds(seconds);
  message.set_nanos(nanos);
  return message;
}

TEST(TimeMessagesTest, LosesNothingThereAndBack) {
  const google::protobuf::Timestamp kCases[] = {
      Timestamp(0, 0), Timestamp(1'704'164'645, 1), Timestamp(-1, 999'999'999),
      Timestamp(-62'135'596'800, 0), Timestamp(253'402'300'799, 999'999'999)};
  for (const auto& message : kCases) {
    EXPECT_TRUE(IsInRange(message)) << message.DebugString();
    const google::protobuf::Timestamp again = ToProto(FromProto(message));
    EXPECT_EQ(again.seconds(), message.seconds());
    EXPECT_EQ(again.nanos(), message.nanos());
  }
}

TEST(TimeMessagesTest, KnowsWhatIsOutOfRange) {
  const google::protobuf::Timestamp kCases[] = {Timestamp(-62'135'596'801, 0),
                                                Timestamp(253'402'300'800, 0),
                                                Timestamp(0, -1),
                                                Timestamp(0, 1'000'000'000),
                                                Timestamp(std::numeric_limits<int64_t>::max(), 0),
                                                Timestamp(std::numeric_limits<int64_t>::min(), 0)};
  for (const auto& message : kCases) EXPECT_FALSE(IsInRange(message)) << message.DebugString();
}

}  // namespace
}  // namespace jurimeter::messages
