#include "tools/jurimeter/commands/as_of_word.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::tools {
namespace {

using ::testing::HasSubstr;

TEST(AsOfWordTest, ReadsARevisionOrAMoment) {
  EXPECT_EQ(AsOfFromWord("57")->revision(), 57);
  EXPECT_EQ(AsOfFromWord("1970-01-02T08:00:00+08:00")->time().seconds(), 86'400);
  EXPECT_FALSE(AsOfFromWord("57")->has_time());
}

TEST(AsOfWordTest, SaysWhatIsExpected) {
  for (const char* word : {"", "0", "-1", "2024-02-01", "2024-02-01T00:00:00", "5 7",
                           "99999999999999999999", "yesterday"}) {
    const auto read = AsOfFromWord(word);
    EXPECT_FALSE(read.ok()) << word;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr("2024-02-01T00:00:00+08:00"));
  }
}

}  // namespace
}  // namespace jurimeter::tools
