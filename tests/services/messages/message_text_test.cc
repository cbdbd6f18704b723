#include "services/messages/message_text.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "jurimeter/v1/catalog.pb.h"

namespace jurimeter::messages {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> FaultsOf(const std::string& text, const Violations& found = {}) {
  v1::Catalog message;
  MessageText read(text, &message);
  if (read.is_read()) read.Add(found);
  std::vector<std::string> faults;
  for (const TextFault& fault : std::move(read).faults()) faults.push_back(fault.ToString());
  return faults;
}

TEST(MessageTextTest, FaultsStandAtTheLineOfTheirFieldOrOfOneAroundIt) {
  constexpr char kText[] =
      "name: \"a\"\n\nbureaus {\n  code: \"b\" }\nbureaus {\n\n code: \"c\" }\n";
  EXPECT_THAT(FaultsOf(kText), IsEmpty());
  EXPECT_THAT(FaultsOf(kText, {{"bureaus[1].code", "one"},
                               {"bureaus[1].region", "two"},
                               {"bureaus[2].code", "three"},
                               {"time_zone", "four"},
                               {"bureaus", "five"},
                               {"name", "six"},
                               {"bureaus[0].code.more", "seven"}}),
              ElementsAre("bureaus[2].code: three", "time_zone: four", "bureaus: five",
                          "1: name: six", "4: bureaus[0].code.more: seven",
                          "5: bureaus[1].region: two", "7: bureaus[1].code: one"));
}

TEST(MessageTextTest, AFieldThatTheMessageDoesNotHaveIsAFaultAndHidesNoOther) {
  EXPECT_THAT(FaultsOf("name: \"a\"\nnames: 1\nother { x: 2 }\n", {{"name", "short"}}),
              ElementsAre("1: name: short", HasSubstr("2: "), HasSubstr("3: ")));
}

TEST(MessageTextTest, ASyntaxErrorHidesWhatComesAfterIt) {
  v1::Catalog message;
  MessageText read("name: \"a\"\nbureaus {\n", &message);
  EXPECT_FALSE(read.is_read());
  EXPECT_TRUE(read.has_faults());
  EXPECT_THAT(FaultsOf("name: \"a\"\nbureaus {\n", {{"name", "short"}}),
              ElementsAre(HasSubstr("3: ")));
}

TEST(MessageTextTest, ATextOfNothingButBracketsIsRefused) {
  for (const std::string open : {"bureaus{", "unknown{", "a:[", "unknown<"}) {
    std::string text;
    for (int depth = 0; depth < 1'000'000; ++depth) text += open;
    EXPECT_THAT(FaultsOf(text), testing::Not(IsEmpty())) << open;
  }
}

}  // namespace
}  // namespace jurimeter::messages
