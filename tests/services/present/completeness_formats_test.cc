#include "services/present/completeness_formats.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::present {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

void AddBureau(const std::string& code, bool expected, int64_t events, const std::string& last_day,
               v1::IndicatorCompleteness* indicator) {
  v1::BureauReports& bureau = *indicator->add_bureaus();
  bureau.set_bureau(code);
  bureau.set_name_zh("局");
  bureau.set_expected(expected);
  bureau.set_events(events);
  bureau.set_last_day(last_day);
  bureau.set_days(31);
}

v1::QueryCompletenessResponse Answer() {
  v1::QueryCompletenessResponse response;
  response.set_first_day("2023-07-01");
  response.set_last_day("2023-07-31");
  v1::IndicatorCompleteness& indicator = *response.add_indicators();
  indicator.set_indicator("received");
  indicator.set_name_zh("受理");
  indicator.set_expected(3);
  indicator.set_reported(1);
  AddBureau("court", true, 7, "2023-07-31", &indicator);
  AddBureau("health", true, 0, "2023-06-30", &indicator);
  AddBureau("justice", true, 0, "", &indicator);
  AddBureau("police", false, 2, "2023-07-02", &indicator);
  return response;
}

TEST(CompletenessFormatsTest, TheTableNamesWhoIsMissingOrUnexpected) {
  const std::string table = AsTable({""}, Answer());
  EXPECT_THAT(table, StartsWith("受理  1 of 3        received\n"
                                "  局  missing       health    last reported 2023-06-30\n"
                                "  局  missing       justice   never reported\n"
                                "  局  not expected  police    last reported 2023-07-02\n"
                                "\n"
                                "2023-07-01 to 2023-07-31, all bureaus: 1 indicators"));
  EXPECT_THAT(table, Not(HasSubstr("court"))) << "it did what was expected";
}

TEST(CompletenessFormatsTest, SaysWhatIsClosed) {
  v1::QueryCompletenessResponse answer = Answer();
  v1::IndicatorCompleteness& indicator = *answer.mutable_indicators(0);
  indicator.mutable_bureaus(1)->set_closed_days(31);
  indicator.mutable_bureaus(2)->set_closed_days(1);
  EXPECT_THAT(AsTable({""}, answer),
              StartsWith("受理  1 of 3        received  partly closed\n"
                         "  局  missing       health    last reported 2023-06-30  closed\n"
                         "  局  missing       justice   never reported            partly closed\n"
                         "  局  not expected  police    last reported 2023-07-02\n"));
  EXPECT_THAT(AsCsv({""}, answer), HasSubstr(",justice,局,,true,0,,31,1,"));
  for (v1::BureauReports& bureau : *indicator.mutable_bureaus()) bureau.set_closed_days(31);
  EXPECT_THAT(AsTable({""}, answer), StartsWith("受理  1 of 3        received  closed\n"));
}

TEST(CompletenessFormatsTest, CsvNamesEachBureau) {
  const std::string csv = AsCsv({"23"}, Answer());
  EXPECT_THAT(csv, StartsWith("\xEF\xBB\xBF"
                              "first_day,last_day,indicator,name_zh,name_en,bureau,bureau_name_zh,"
                              "bureau_name_en,expected,events,last_reported_day,days,closed_days,"
                              "revision,"));
  EXPECT_THAT(csv, HasSubstr("\r\n2023-07-01,2023-07-31,received,受理,,court,局,,true,7,"
                             "2023-07-31,31,0,0,"));
  EXPECT_THAT(csv, HasSubstr(",justice,局,,true,0,,31,0,0,"));
  EXPECT_THAT(csv, HasSubstr(",police,局,,false,2,2023-07-02,31,0,0,,0,,23,\r\n"));
}

}  // namespace
}  // namespace jurimeter::present
