// What stands under every table, and in every line of CSV.
#include "services/present/answer_state.h"

#include <gmock/gmock.h>

#include <string>

#include "services/present/completeness_formats.h"
#include "services/present/figure_csv.h"
#include "services/present/figure_table.h"

namespace jurimeter::present {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

// An answer of 2023 at revision 6 and catalog version 2.
template <typename Response>
Response AnswerAt(int64_t seconds, int64_t stale_since) {
  Response response;
  response.set_revision(6);
  response.set_catalog_version(2);
  if (seconds != 0) response.mutable_revision_time()->set_seconds(seconds);
  if (stale_since != 0) response.mutable_stale_since()->set_seconds(stale_since);
  return response;
}

v1::QueryYearResponse YearAt(int64_t seconds, int64_t stale_since) {
  auto response = AnswerAt<v1::QueryYearResponse>(seconds, stale_since);
  response.set_year(2023);
  return response;
}

constexpr int64_t kTime = 1'704'164'645;   // 2024-01-02T03:04:05Z
constexpr int64_t kStale = 1'704'164'700;  // 2024-01-02T03:05:00Z

TEST(AnswerStateTest, NamesTheScope) {
  const struct {
    AskedScope scope;
    const char* text;
  } kCases[] = {{{""}, "all bureaus"},
                {{"2301"}, "region 2301"},
                {{"", {"justice"}}, "bureau justice"},
                {{"", {"justice", "health"}}, "bureaus justice, health"},
                {{"2301", {"justice"}}, "bureau justice of region 2301"}};
  for (const auto& c : kCases) EXPECT_EQ(ScopeText(c.scope), c.text);
}

TEST(AnswerStateTest, StandsUnderEachTable) {
  EXPECT_THAT(AsTable({"2301"}, YearAt(kTime, 0)),
              EndsWith("\n2023, region 2301: 0 figures at revision 6 of 2024-01-02T03:04:05Z, "
                       "catalog version 2\n"));
  auto period = AnswerAt<v1::QueryPeriodResponse>(kTime, kStale);
  period.set_first_day("2023-07-01");
  period.set_last_day("2023-07-31");
  EXPECT_THAT(AsTable({"", {"health"}}, period),
              EndsWith("\n2023-07-01 to 2023-07-31, bureau health: 0 figures at revision 6 of "
                       "2024-01-02T03:04:05Z, catalog version 2\n"
                       "stale: the service has not seen the ledger since 2024-01-02T03:05:00Z; "
                       "what was recorded after that is missing\n"));
  auto completeness = AnswerAt<v1::QueryCompletenessResponse>(0, 0);
  completeness.set_first_day("2023-07-01");
  completeness.set_last_day("2023-07-31");
  EXPECT_THAT(AsTable({""}, completeness),
              EndsWith("\n2023-07-01 to 2023-07-31, all bureaus: 0 indicators at revision 6, "
                       "catalog version 2\n"));
}

TEST(AnswerStateTest, SaysThatItIsStaleOnlyIfItIs) {
  EXPECT_THAT(AsTable({""}, YearAt(kTime, 0)), Not(HasSubstr("stale")));
  EXPECT_EQ(StaleLine(YearAt(0, 0)), "");
  EXPECT_THAT(StaleLine(YearAt(0, kStale)), HasSubstr("since 2024-01-02T03:05:00Z"));
}

TEST(AnswerStateTest, StandsInCsv) {
  v1::QueryYearResponse year = YearAt(kTime, kStale);
  year.add_figures()->set_indicator("a");
  const std::string text = AsCsv({"2301", {"justice", "health"}}, year);
  EXPECT_THAT(text, HasSubstr(",revision,revision_time,catalog_version,stale_since,region,bureaus,"
                              "year\r\n"));
  EXPECT_THAT(text, EndsWith(",6,2024-01-02T03:04:05Z,2,2024-01-02T03:05:00Z,2301,justice health,"
                             "2023\r\n"));
  EXPECT_THAT(StateFields({""}, YearAt(0, 0)), ElementsAre("6", "", "2", "", "", ""));
}

}  // namespace
}  // namespace jurimeter::present
