#include "services/present/closing_formats.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::present {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// A closing of two bureaus, and a reopening of one day of it.
v1::ListClosingsResponse List() {
  v1::ListClosingsResponse list;
  v1::Closing& closing = *list.add_closings();
  closing.set_revision(17);
  closing.mutable_revision_time()->set_seconds(1'706'745'600);
  closing.set_kind(v1::CLOSING_KIND_CLOSING);
  closing.set_first_day("2023-01-01");
  closing.set_last_day("2023-12-31");
  closing.mutable_scope()->add_bureaus("court");
  closing.mutable_scope()->add_bureaus("police");
  closing.set_reason("年报");
  closing.set_principal("nobody");
  closing.set_request_id("id");
  closing.set_bureaus(2);
  closing.set_bureau_days(730);
  closing.set_bureau_days_left(729);
  v1::Closing& reopening = *list.add_closings();
  reopening.set_revision(21);
  reopening.mutable_revision_time()->set_seconds(1'706'745'660);
  reopening.set_kind(v1::CLOSING_KIND_REOPENING);
  reopening.set_reopens(17);
  reopening.set_first_day("2023-03-05");
  reopening.set_last_day("2023-03-05");
  reopening.mutable_scope()->set_region("2301");
  reopening.set_reason("wrong, alas");
  reopening.set_bureaus(1);
  reopening.set_bureau_days(1);
  return list;
}

TEST(ClosingFormatsTest, CountsInWords) {
  EXPECT_EQ(ExtentText(1, 1), "1 bureau-day of 1 bureau");
  EXPECT_EQ(ExtentText(62, 2), "62 bureau-days of 2 bureaus");
  EXPECT_EQ(ExtentText(0, 0), "0 bureau-days of 0 bureaus");
}

TEST(ClosingFormatsTest, TheTableHasALineForEach) {
  EXPECT_EQ(
      FormatClosings("table", List()),
      "revision  time                  kind             days                    bureau-days  left  "
      "scope                  reason\n"
      "17        2024-02-01T00:00:00Z  closing          2023-01-01..2023-12-31  730          729   "
      "bureaus court, police  年报\n"
      "21        2024-02-01T00:01:00Z  reopening of 17  2023-03-05..2023-03-05  1                  "
      "region 2301            wrong, alas\n"
      "\n"
      "1 closing, 1 reopening\n");
  v1::ListClosingsResponse list = List();
  list.mutable_closings(0)->set_reason("two\nlines\x1B[2J");
  EXPECT_THAT(FormatClosings("table", list), HasSubstr("  two lines [2J\n"));
  EXPECT_EQ(FormatClosings("table", {}), "0 closings, 0 reopenings\n");
}

TEST(ClosingFormatsTest, CsvHasAllFields) {
  const std::string csv = FormatClosings("csv", List());
  EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBFrevision,revision_time,kind,reopens,first_day,"));
  EXPECT_THAT(csv, HasSubstr("\r\n17,2024-02-01T00:00:00Z,closing,,2023-01-01,2023-12-31,"
                             "\"bureaus court, police\",2,730,729,年报,nobody,id\r\n"));
  EXPECT_THAT(csv, HasSubstr("21,2024-02-01T00:01:00Z,reopening,17,2023-03-05,2023-03-05,"
                             "region 2301,1,1,,\"wrong, alas\",,\r\n"));
}

TEST(ClosingFormatsTest, JsonIsTheMessage) {
  EXPECT_THAT(ClosingFormatNames(), ElementsAre("table", "json", "csv"));
  EXPECT_THAT(FormatClosings("json", List()), HasSubstr("\"CLOSING_KIND_REOPENING\""));
}

}  // namespace
}  // namespace jurimeter::present
