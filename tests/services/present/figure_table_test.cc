#include "services/present/figure_table.h"

#include <gmock/gmock.h>

#include <string>

namespace jurimeter::present {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

v1::Figure Count(const std::string& section, const std::string& code, const std::string& name,
                 int64_t value) {
  v1::Figure figure;
  figure.set_section(section);
  figure.set_indicator(code);
  figure.set_name_zh(name);
  figure.set_unit_zh("件");
  figure.set_status(v1::FIGURE_STATUS_OK);
  figure.set_value(value);
  figure.set_display(std::to_string(value));
  return figure;
}

template <typename Response>
void AddSection(const std::string& code, const std::string& title, Response* response) {
  v1::Section& section = *response->add_sections();
  section.set_code(code);
  section.set_title_zh(title);
}

TEST(FigureTableTest, ASectionHasItsTitleAndTheColumnsAreAlignedOverAll) {
  v1::QueryYearResponse response;
  response.set_year(2023);
  AddSection("一", "纠纷", &response);
  AddSection("二", "机构", &response);
  *response.add_figures() = Count("一", "disputes.received", "受理", 1767);
  *response.add_figures() = Count("二", "offices.open", "机构数", 9);
  EXPECT_THAT(AsTable({""}, response), StartsWith("一  纠纷\n"
                                                  "  受理    1767件  1767  disputes.received\n"
                                                  "\n"
                                                  "二  机构\n"
                                                  "  机构数  9件     9     offices.open\n"
                                                  "\n"
                                                  "2023, all bureaus: 2 figures"));
}

TEST(FigureTableTest, AFigureThatDoesNotExistSaysWhy) {
  v1::QueryYearResponse response;
  AddSection("一", "纠纷", &response);
  v1::Figure figure = Count("一", "rate", "化解率", 0);
  figure.clear_value();
  figure.clear_display();
  figure.set_status(v1::FIGURE_STATUS_UNDEFINED);
  *response.add_figures() = figure;
  EXPECT_THAT(AsTable({""}, response), HasSubstr("化解率  -    rate  UNDEFINED\n"));
}

TEST(FigureTableTest, PartsStandBelowTheirFigureIfItAppliesToThem) {
  v1::QueryPeriodResponse response;
  AddSection("一", "纠纷", &response);
  *response.add_figures() = Count("一", "received", "受理", 5);
  v1::FiguresOfPart& justice = *response.add_parts();
  justice.set_key("justice");
  justice.set_name_zh("司法局");
  *justice.add_figures() = Count("一", "received", "受理", 2);
  v1::FiguresOfPart& none = *response.add_parts();
  *none.add_figures() = Count("一", "received", "受理", 3);
  v1::FiguresOfPart& health = *response.add_parts();
  health.set_key("health");
  health.add_figures()->set_status(v1::FIGURE_STATUS_NOT_APPLICABLE);
  const std::string table = AsTable({""}, response);
  EXPECT_THAT(table, StartsWith("一  纠纷\n"
                                "  受理              5件  5  received\n"
                                "    justice 司法局  2件  2  received\n"
                                "    (none)          3件  3  received\n"));
  EXPECT_THAT(table, Not(HasSubstr("health")));
}

TEST(FigureTableTest, AComparisonHasAHeaderAndColumns) {
  v1::QueryPeriodResponse response;
  response.set_first_day("2024-02-29");
  response.set_last_day("2024-02-29");
  response.set_compared_first_day("2023-02-01");
  response.set_compared_last_day("2023-02-28");
  AddSection("一", "纠纷", &response);
  v1::Figure up = Count("一", "up", "增", 5), fresh = Count("一", "new", "新", 3);
  up.mutable_compared()->set_status(v1::FIGURE_STATUS_OK);
  up.mutable_compared()->set_display("4");
  up.mutable_compared()->set_growth_display("25%");
  up.mutable_compared()->set_change_display("+1");
  fresh.mutable_compared()->set_status(v1::FIGURE_STATUS_NO_DATA);
  *response.add_figures() = up;
  *response.add_figures() = fresh;
  EXPECT_THAT(AsTable({""}, response),
              StartsWith("      figure  exact  compared with  growth  change  indicator\n"
                         "一  纠纷\n"
                         "  增  5件     5      4件            25%     +1      up\n"
                         "  新  3件     3      NO_DATA        -       -       new\n"
                         "\n"
                         "2024-02-29, compared with 2023-02-01 to 2023-02-28, all bureaus: "));
}

TEST(FigureTableTest, BreachesHaveALineEach) {
  v1::QueryYearResponse response;
  EXPECT_EQ(WarningLines(response.warnings()), "");
  for (const char* rule : {"r1", "r2"}) {
    v1::Warning& warning = *response.add_warnings();
    warning.set_rule(rule);
    warning.set_name_zh("不超过");
    warning.set_text("5 is more than 4");
  }
  EXPECT_EQ(WarningLines(response.warnings()),
            "warning: r1 不超过: 5 is more than 4\nwarning: r2 不超过: 5 is more than 4\n");
  EXPECT_THAT(AsTable({""}, response), HasSubstr(WarningLines(response.warnings()) + "\n0, "));
}

}  // namespace
}  // namespace jurimeter::present
