// Fields of events from text, at the edges of their standards.
#include "tools/jurimeter/events/event_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace jurimeter::tools {
namespace {

using ::testing::HasSubstr;

TEST(ParseOccurredAtTest, KeepsEveryNanosecond) {
  const auto moment = ParseOccurredAt("1969-12-31T23:59:59.75Z");
  ASSERT_TRUE(moment.ok()) << moment.status();
  EXPECT_EQ(moment->seconds(), -1);
  EXPECT_EQ(moment->nanos(), 750'000'000);
}

TEST(ParseOccurredAtTest, SaysWhatIsExpected) {
  EXPECT_THAT(std::string(ParseOccurredAt("2023-12-31").status().message()),
              HasSubstr("\"2023-12-31\" is not a time with its offset (RFC 3339), such as"));
  EXPECT_THAT(std::string(ParseOccurredAt("").status().message()), HasSubstr("missing; expected"));
}

TEST(SetQuantityTest, LeavesTheNumberToTheService) {
  for (const char* text : {"0", "1234", "1234.56", "+5", "007", "-1", "99999999999999999999"}) {
    v1::IndicatorEvent event;
    EXPECT_TRUE(SetQuantity(text, &event).ok()) << text;
    EXPECT_EQ(event.quantity_text(), text);
    EXPECT_FALSE(event.has_quantity());
  }
}

TEST(SetQuantityTest, RefusesWhatIsNoNumber) {
  for (const char* text : {"one", "1,234", "1e3", "５", "1.", ".1", "1.2.3", "0x1", "1 2", "1%"}) {
    v1::IndicatorEvent event;
    const absl::Status status = SetQuantity(text, &event);
    EXPECT_THAT(std::string(status.message()), HasSubstr(absl::StrCat("\"", text, "\" is not")));
  }
  v1::IndicatorEvent event;
  EXPECT_THAT(std::string(SetQuantity("", &event).message()), HasSubstr("missing; expected"));
}

}  // namespace
}  // namespace jurimeter::tools
