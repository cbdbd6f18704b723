#include "services/messages/as_of_messages.h"

#include <gmock/gmock.h>

#include <limits>

#include "absl/time/time.h"

namespace jurimeter::messages {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

TEST(AsOfMessagesTest, ReadsARevisionOrATime) {
  v1::AsOf message;
  message.set_revision(57);
  EXPECT_EQ(**ReadAsOf(&message, 0), AsOf(int64_t{57}));
  message.mutable_time()->set_seconds(1'700'000'000);
  EXPECT_EQ(**ReadAsOf(&message, 0), AsOf(absl::FromUnixSeconds(1'700'000'000)));
  EXPECT_FALSE(ReadAsOf(nullptr, 3)->has_value());
}

TEST(AsOfMessagesTest, NamesAllFaults) {
  v1::AsOf message;
  const auto fields = [&](int64_t min_revision) {
    const auto read = ReadAsOf(&message, min_revision);
    return read.ok() ? Violations() : read.faults();
  };
  const auto is = [](const char* field) { return Field(&Violation::field, field); };
  EXPECT_THAT(fields(0), ElementsAre(is("as_of")));
  EXPECT_THAT(fields(4), ElementsAre(is("as_of"), is("min_revision")));
  message.set_revision(0);
  EXPECT_THAT(fields(-1), ElementsAre(is("as_of.revision"), is("min_revision")));
  message.set_revision(1);
  EXPECT_THAT(fields(1), ElementsAre(is("min_revision")));
  message.mutable_time()->set_seconds(std::numeric_limits<int64_t>::max());
  EXPECT_THAT(fields(0), ElementsAre(is("as_of.time")));
}

}  // namespace
}  // namespace jurimeter::messages
