// Fields of events from text, at the edges of their standards.
#include "tools/jurimeter/events/event_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace jurimeter::tools {
namespace {

using namespace std::string_view_literals;
using ::testing::HasSubstr;

TEST(ParseOccurredAtTest, ReadsWhatRfc3339Allows) {
  const struct {
    const char* text;
    int64_t seconds;
    int32_t nanos;
  } kCases[] = {
      {"1970-01-01T00:00:00Z", 0, 0},
      {"1970-01-01t00:00:00z", 0, 0},
      {"1970-01-01 00:00:00Z", 0, 0},
      {"1970-01-01T00:00:00+00:00", 0, 0},
      {"1970-01-01T00:00:00-00:00", 0, 0},
      {"1970-01-01T08:00:00+08:00", 0, 0},
      {"1969-12-31T16:30:00-07:30", 0, 0},
      {"1970-01-01T23:59:00+23:59", 0, 0},
      {"1969-12-31T00:01:00-23:59", 0, 0},
      {"1970-01-01T00:00:00.5Z", 0, 500'000'000},
      {"1970-01-01T00:00:00.000000001Z", 0, 1},
      {"1970-01-01T00:00:00.1234567899999999999999Z", 0, 123'456'789},
      {"1969-12-31T23:59:59.75Z", -1, 750'000'000},
      {"2024-02-29T00:00:00Z", 1'709'164'800, 0},
      {"2000-02-29T00:00:00Z", 951'782'400, 0},
      {"0001-01-01T00:00:00Z", -62'135'596'800, 0},
      {"9999-12-31T23:59:59Z", 253'402'300'799, 0},
      // Leap seconds, before and at their moment.
      {"2016-12-31T23:59:59Z", 1'483'228'799, 0},
      {"2016-12-31T23:59:60Z", 1'483'228'799, 999'999'000},
      {"2016-12-31T23:59:60.5Z", 1'483'228'799, 999'999'000},
      {"2017-01-01T07:59:60+08:00", 1'483'228'799, 999'999'000},
      {"1990-12-31T15:59:60-08:00", 662'687'999, 999'999'000},
  };
  for (const auto& c : kCases) {
    const auto moment = ParseOccurredAt(c.text);
    ASSERT_TRUE(moment.ok()) << c.text << ": " << moment.status();
    EXPECT_EQ(moment->seconds(), c.seconds) << c.text;
    EXPECT_EQ(moment->nanos(), c.nanos) << c.text;
  }
}

TEST(ParseOccurredAtTest, RefusesTheRest) {
  const std::string_view kCases[] = {
      "2023-12-31"sv,
      "2023-12-31T23:59:59"sv,  // no offset
      "2023-12-31T23:59Z"sv,
      "2023-12-31T23:59:59+24:00"sv,
      "2023-12-31T23:59:59+08:60"sv,
      "2023-12-31T23:59:59+8:00"sv,
      "2023-12-31T23:59:59+08"sv,
      "2023-12-31T23:59:59+0800"sv,
      "2023-12-31T23:59:59 +08:00"sv,
      "2023-12-31T23:59:59\xE2\x88\x92"
      "08:00"sv,  // a minus that is no hyphen
      "2023-12-31T23:59:59UTC"sv,
      "2023-12-31T23:59:59Z "sv,
      " 2023-12-31T23:59:59Z"sv,
      "2023-12-31T23:59:59Z\0"sv,
      "2023-12-31T24:00:00Z"sv,
      "2023-12-31T23:60:00Z"sv,
      "2023-12-31T23:59:61Z"sv,
      "2023-12-31T23:58:60Z"sv,  // no leap second there
      "2023-12-30T23:59:60Z"sv,
      "2023-12-31T23:59:60+08:00"sv,
      "2023-12-31T23:59:59.Z"sv,
      "2023-12-31T23:59:59,5Z"sv,
      "2023-12-31T23:59:5.5Z"sv,
      "2023-02-29T00:00:00Z"sv,
      "1900-02-29T00:00:00Z"sv,
      "2023-04-31T00:00:00Z"sv,
      "2023-00-01T00:00:00Z"sv,
      "2023-13-01T00:00:00Z"sv,
      "2023-01-00T00:00:00Z"sv,
      "2023-01-32T00:00:00Z"sv,
      "2023-1-1T00:00:00.00Z"sv,
      "23-12-31T23:59:59.0Z"sv,
      "12023-12-31T23:59:59Z"sv,
      "-2023-12-31T23:59:59Z"sv,
      "+2023-12-31T23:59:59Z"sv,
      "20231231T235959+08:00"sv,
      "2023-W52-7T23:59:59Z"sv,
      "2023/12/31 23:59:59Z"sv,
      "2023-12-31_23:59:59Z"sv,
      "２０２３-12-31T23:59:59Z"sv,
      "infinite-future-after"sv,
      "1704038399"sv,
      "45291.9999884259"sv,  // a spreadsheet's serial number
  };
  for (const std::string_view text : kCases) {
    const auto moment = ParseOccurredAt(text);
    ASSERT_FALSE(moment.ok()) << text;
    EXPECT_THAT(std::string(moment.status().message()), HasSubstr("(RFC 3339), such as")) << text;
  }
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
